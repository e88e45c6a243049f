using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.ProblemCases;

/// <summary>Registers the pages and API of problems.</summary>
public static class ProblemCaseServices
{
    /// <summary>Adds the desk of problems, their search and their navigation entry.</summary>
    public static IServiceCollection AddProblemPages(this IServiceCollection services) => services
        .AddSingleton<ProblemDesk>()
        .AddSingleton<ISubjectSearch, ProblemSearch>()
        .AddNavigation("督办台账", "/problems", "问题协调");
}
