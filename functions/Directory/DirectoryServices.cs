using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Works;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>Registers the pages of the directory.</summary>
public static class DirectoryServices
{
    /// <summary>Adds import and export as long work, and their navigation entry.</summary>
    public static IServiceCollection AddDirectoryPages(this IServiceCollection services) =>
        services.AddWork<DirectoryImportWork>().AddWork<DirectoryExportWork>().AddNavigation("系统管理", "/directory", "通讯录", forOperators: true);
}
