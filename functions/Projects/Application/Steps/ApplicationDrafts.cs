using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Primitives;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>An application as its draft holds it: what it would be, what is wrong with it, and how it is handed in.</summary>
public sealed class ApplicationDrafts(Drafts drafts, ProjectIntake intake, ApplicationDesk desk, IDirectory directory)
{
    /// <summary>The kind of its drafts.</summary>
    public static DraftKind Kind { get; } = new("project-application", "信息化项目申报", "/projects/new", "第九条");

    private const string FunctionsPath = "basicInformation.functions";

    // Stands for the content of a file that the draft holds: the rules ask whether there is one.
    private const string Held = "AA==";

    /// <summary>The lines of the function list, as they were typed.</summary>
    public static IReadOnlyList<FunctionRow> RowsOf(DraftRow draft) =>
        draft.Fields.TryGetValue(FunctionsPath, out var rows) ? JsonSerializer.Deserialize<FunctionRow[]>(rows, ProjectJson.Options)! : [];

    /// <summary>The field that keeps them.</summary>
    public static Dictionary<string, string> FieldsOf(IEnumerable<FunctionRow> rows)
    {
        FunctionRow[] typed = [.. rows.Where(row => !row.IsEmpty)];
        return new(StringComparer.Ordinal) { [FunctionsPath] = typed.Length == 0 ? "" : JsonSerializer.Serialize(typed, ProjectJson.Options) };
    }

    /// <summary>Every fault of it, as it stands.</summary>
    public async Task<IReadOnlyList<Fault>> FaultsAsync(DraftRow draft, CancellationToken cancellationToken)
    {
        var form = FormOf(draft);
        List<Fault> unreadable =
        [
            .. ApplicationForm.Unreadable(form),
            .. ApplicationForm.FunctionFaults(ApplicationFields.All.First(field => field.Path == FunctionsPath), FunctionTable.Check(RowsOf(draft))),
        ];
        var application = await ReadAsync(draft, cancellationToken);
        if (await directory.FindUnitAsync(draft.Owner, cancellationToken) is not { } unit)
            return [.. unreadable, new("unit", "单位目录中没有这个项目建设单位", "第三条", "unit-known")];
        return
        [
            .. unreadable,
            .. (await intake.ReviewAsync(application, unit, cancellationToken))
                .Where(failure => unreadable.All(fault => fault.Field != failure.Field)).Select(Faults.Of),
        ];
    }

    /// <summary>The application that it would be; of its files only that they are there.</summary>
    public static Task<ProjectApplication> ReadAsync(DraftRow draft, CancellationToken cancellationToken) =>
        ToApplicationAsync(draft, _ => Task.FromResult(Held), cancellationToken);

    /// <summary>The project that an earlier hand-in made, though the draft does not know: the process ended in between. Null for none.</summary>
    public async Task<ProjectRow?> FindRecordedAsync(DraftRow draft, CancellationToken cancellationToken) =>
        draft.HandingInSince is null ? null : await intake.FindAsync(draft.Owner, KeyOf(draft), cancellationToken);

    /// <summary>
    /// Hands it in: first the project, then the draft is cleared. Pressed twice, or again after a crash at any point, it is the same project.
    /// </summary>
    public async Task<ApplicationOutcome> HandInAsync(DurableTaskClient client, DraftRow seen, string by, CancellationToken cancellationToken)
    {
        if (await drafts.BeginHandInAsync(seen.Id, cancellationToken) is not { } draft)
            return new(null, [], DraftPages.None());
        // What an earlier try recorded stands, whatever was changed since.
        if (await intake.FindAsync(draft.Owner, KeyOf(draft), cancellationToken) is { } recorded)
        {
            await drafts.EndHandInAsync(draft.Id, recorded.Id, by, cancellationToken);
            return new(recorded, []);
        }

        if (await FaultsAsync(draft, cancellationToken) is { Count: > 0 } faults)
        {
            await drafts.StopHandInAsync(draft.Id, cancellationToken);
            return new(null, faults);
        }

        var application = await ToApplicationAsync(draft, file => ReadAsync(file, cancellationToken), cancellationToken);
        var outcome = await desk.SubmitAsync(client, application, new UnitCaller(draft.Owner, ActsForAll: false), KeyOf(draft), cancellationToken);
        if (outcome.Project is { } project)
            await drafts.EndHandInAsync(draft.Id, project.Id, by, cancellationToken);
        else
            await drafts.StopHandInAsync(draft.Id, cancellationToken);
        return outcome;
    }

    /// <summary>What a posted form holds of a step's fields.</summary>
    public static Dictionary<string, string> TypedIn(ApplicationStep step, IFormCollection form) => step.Fields
        .Where(field => field.Kind is not (FieldKind.File or FieldKind.Functions) && form.ContainsKey(field.Path))
        .ToDictionary(field => field.Path, field => form[field.Path].ToString().ReplaceLineEndings("\n"), StringComparer.Ordinal);

    private static string KeyOf(DraftRow draft) => $"draft-{draft.Id}";

    private static FormCollection FormOf(DraftRow draft) => new(draft.Fields
        .Where(field => field.Key != FunctionsPath)
        .ToDictionary(field => field.Key, field => new StringValues(field.Value), StringComparer.Ordinal));

    private static async Task<ProjectApplication> ToApplicationAsync(DraftRow draft, Func<DraftFile, Task<string>> read, CancellationToken cancellationToken)
    {
        var json = await ApplicationForm.ToJsonAsync(FormOf(draft), cancellationToken);
        json["unit"] = draft.Owner;
        if (RowsOf(draft) is { Count: > 0 } rows)
        {
            json["basicInformation"] ??= new JsonObject();
            json["basicInformation"]!["functions"] = JsonSerializer.SerializeToNode(rows.Select(FunctionTable.ItemOf), ProjectJson.Options);
        }

        var documents = new List<ApplicationDocument>();
        foreach (var field in ApplicationFields.All.Where(field => field.Kind == FieldKind.File && ApplicationFields.Belongs(field, draft.Fields.GetValueOrDefault(ApplicationFields.Implementation))))
        {
            foreach (var file in draft.Files.Where(file => file.Field == field.Path))
                documents.Add(new(field.Path["documents.".Length..], file.FileName, file.ContentType, await read(file)));
        }

        return json.Deserialize<ProjectApplication>(ProjectJson.Options)! with { Documents = documents };
    }

    private async Task<string> ReadAsync(DraftFile file, CancellationToken cancellationToken)
    {
        await using var content = await drafts.OpenAsync(file, cancellationToken)
            ?? throw new InvalidOperationException($"The bytes of {file.Upload} are gone while the draft names them.");
        using var bytes = new MemoryStream((int)file.Length);
        await content.CopyToAsync(bytes, cancellationToken);
        return Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
