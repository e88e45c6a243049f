using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>Turns the posted form into the JSON that the API takes, so that both obey one set of rules.</summary>
public static class ApplicationForm
{
    private const string Readable = "readable";

    /// <summary>
    /// The JSON of the application; fields left empty are left out, and so is what belongs to the other 实施方式 than the one chosen.
    /// </summary>
    public static async Task<JsonObject> ToJsonAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        var root = new JsonObject();
        var documents = new JsonArray();
        foreach (var field in FieldsOf(form))
        {
            if (field.Kind == FieldKind.File)
            {
                foreach (var file in form.Files.GetFiles(field.Path).Where(file => file.Length > 0))
                    documents.Add(await DocumentAsync(field.Path["documents.".Length..], file, cancellationToken));
            }
            else if (form[field.Path].ToString().Trim() is { Length: > 0 } text)
            {
                Place(root, field.Path, Value(field.Kind, text));
            }
        }

        if (documents.Count > 0)
            root["documents"] = documents;
        return root;
    }

    /// <summary>Whether a form has the fields of an application, besides others.</summary>
    public static bool IsIn(IFormCollection form) => form["withApplication"] == "true";

    /// <summary>What was typed into the fields, by path.</summary>
    public static IReadOnlyDictionary<string, string> TypedIn(IFormCollection form) => ApplicationFields.All
        .Where(field => field.Kind != FieldKind.File)
        .ToDictionary(field => field.Path, field => form[field.Path].ToString(), StringComparer.Ordinal);

    /// <summary>Every number that was typed and cannot be read, by its field.</summary>
    public static IReadOnlyList<Fault> Unreadable(IFormCollection form)
    {
        var faults = new List<Fault>();
        foreach (var field in FieldsOf(form))
        {
            var text = form[field.Path].ToString().Trim();
            if (field.Kind is FieldKind.Amount or FieldKind.Number && text.Length > 0 && NumberOf(field, text) is null)
                faults.Add(new(field.Path, $"“{field.Label}”填写的“{FieldText.Excerpt(text)}”不是可以识别的数字，请填写数字，例如150或者1,500.5", Rule: Readable));
            if (field.Kind == FieldKind.Functions)
                faults.AddRange(FunctionFaults(field, FunctionTable.Read(text).Faults));
        }

        return faults;
    }

    /// <summary>What is wrong with a function list, as faults of its field.</summary>
    public static IEnumerable<Fault> FunctionFaults(ApplicationField field, IEnumerable<FunctionFault> faults) =>
        faults.Select(fault => new Fault(field.Path, $"“{field.Label}”{fault.Message}", Rule: Readable));

    /// <summary>What is understood of a number that was typed; null for what is none, and for other fields.</summary>
    public static decimal? NumberOf(ApplicationField field, string? text) => field.Kind switch
    {
        FieldKind.Amount => Numerals.Amount(text),
        FieldKind.Number => Numerals.Number(text),
        _ => null,
    };

    /// <summary>An application as one would type it, by path.</summary>
    public static IReadOnlyDictionary<string, string> ValuesOf(ProjectApplication application)
    {
        var json = JsonSerializer.SerializeToNode(application with { Documents = null }, ProjectJson.Options);
        return ApplicationFields.All
            .Where(field => field.Kind != FieldKind.File)
            .ToDictionary(field => field.Path, field => Text(field.Kind, Find(json, field.Path)), StringComparer.Ordinal);
    }

    /// <summary>
    /// The application that a form makes of one that stands: what the form has no field for stays as it was, and so does the unit.
    /// </summary>
    public static async Task<ProjectApplication> ReviseAsync(IFormCollection form, ProjectApplication stands, CancellationToken cancellationToken)
    {
        var typed = (await ToJsonAsync(form, cancellationToken)).Deserialize<ProjectApplication>(ProjectJson.Options)!;
        return typed with { Unit = stands.Unit, ConstructionMonths = stands.ConstructionMonths, Succeeds = stands.Succeeds, Documents = typed.Documents ?? [] };
    }

    private static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
            node = (node as JsonObject)?[name];
        return node;
    }

    private static string Text(FieldKind kind, JsonNode? value) => value is null ? "" : kind switch
    {
        FieldKind.Amount or FieldKind.Number => Numerals.Plain(value.GetValue<decimal>()),
        FieldKind.YesNo => value.GetValue<bool>() ? "true" : "false",
        FieldKind.Lines => string.Join('\n', value.AsArray().Select(line => $"{line}")),
        FieldKind.Functions => FunctionTable.Write(value.Deserialize<FunctionItem[]>(ProjectJson.Options)!.Select(FunctionTable.RowOf)),
        _ => value.ToString(),
    };

    private static JsonNode? Value(FieldKind kind, string text) => kind switch
    {
        FieldKind.Amount => Number(Numerals.Amount(text)),
        FieldKind.Number => Number(Numerals.Number(text)),
        FieldKind.YesNo => text switch { "true" => JsonValue.Create(true), "false" => JsonValue.Create(false), _ => null },
        FieldKind.Lines => new JsonArray([.. Lines(text).Select(line => (JsonNode)line)]),
        FieldKind.Functions => JsonSerializer.SerializeToNode(FunctionTable.Read(text).Rows.Select(FunctionTable.ItemOf), ProjectJson.Options),
        _ => JsonValue.Create(text),
    };

    // A number that cannot be read is left out; Unreadable names it.
    private static JsonValue? Number(decimal? number) => number is { } read ? JsonValue.Create(read) : null;

    private static IEnumerable<ApplicationField> FieldsOf(IFormCollection form) =>
        ApplicationFields.All.Where(field => ApplicationFields.Belongs(field, form[ApplicationFields.Implementation]));

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void Place(JsonObject root, string path, JsonNode? value)
    {
        var names = path.Split('.');
        var parent = root;
        foreach (var name in names[..^1])
        {
            parent[name] ??= new JsonObject();
            parent = parent[name]!.AsObject();
        }

        parent[names[^1]] = value;
    }

    private static async Task<JsonObject> DocumentAsync(string kind, IFormFile file, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, cancellationToken);
        return new JsonObject
        {
            ["kind"] = kind,
            ["fileName"] = Path.GetFileName(file.FileName),
            ["contentType"] = file.ContentType,
            ["contentBase64"] = Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length),
        };
    }
}
