using System.Text.Json;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Functions.Tests.Projects;

/// <summary>What the form asks for is what readers of the application see, under the same names.</summary>
public sealed class ApplicationOverviewLabelTests
{
    private static readonly IReadOnlyList<ApplicationField> Typed = [.. ApplicationFields.All.Where(field => field.Kind != FieldKind.File)];

    [Fact]
    public async Task Form_EachField_IsReadUnderItsName()
    {
        var rows = ApplicationOverview.Of(await FilledInAsync(), "某局").SelectMany(section => section.Rows).ToList();

        Assert.All(Typed, field =>
        {
            var row = Assert.Single(rows, row => row.Concerns(field.Path));
            Assert.False(row.IsMissing, field.Path);
            if (row.Field == field.Path)
                Assert.StartsWith(row.Label, field.Label, StringComparison.Ordinal);
        });
    }

    /// <summary>An application with something in every field, also in those that exclude each other.</summary>
    private static async Task<ProjectApplication> FilledInAsync()
    {
        var form = Typed.ToDictionary(
            field => field.Path,
            field => new StringValues(field.Kind switch
            {
                FieldKind.Amount or FieldKind.Number => "12",
                FieldKind.YesNo => "true",
                FieldKind.Choice => field.Options.Count > 0 ? field.Options[^1].Value : "sjyj",
                _ => "所填内容",
            }),
            StringComparer.Ordinal);
        return (await ApplicationForm.ToJsonAsync(new FormCollection(form), CancellationToken.None)).Deserialize<ProjectApplication>(ProjectJson.Options)!;
    }
}
