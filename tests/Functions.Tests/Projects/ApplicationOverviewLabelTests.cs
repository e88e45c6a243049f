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

    [Theory]
    [InlineData("selfBuild")]
    [InlineData("purchaseOfServices")]
    public async Task Form_EachField_IsReadUnderItsName(string implementation)
    {
        var rows = ApplicationOverview.Of(await FilledInAsync(implementation), "某局").SelectMany(section => section.Rows).ToList();

        Assert.All(Typed, field =>
        {
            // What belongs to the other way is taken from no form.
            if (!ApplicationFields.Belongs(field, implementation))
            {
                Assert.DoesNotContain(rows, other => other.Concerns(field.Path) && !other.IsMissing);
                return;
            }

            var row = Assert.Single(rows, row => row.Concerns(field.Path));
            Assert.False(row.IsMissing, field.Path);
            if (row.Field == field.Path)
                Assert.StartsWith(row.Label, field.Label, StringComparison.Ordinal);
        });
    }

    /// <summary>An application with something typed into every field, also into those of the other way.</summary>
    private static async Task<ProjectApplication> FilledInAsync(string implementation)
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
        form[ApplicationFields.Implementation] = implementation;
        return (await ApplicationForm.ToJsonAsync(new FormCollection(form), CancellationToken.None)).Deserialize<ProjectApplication>(ProjectJson.Options)!;
    }
}
