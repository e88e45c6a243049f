using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Turns the posted form into the JSON that the API takes, so that both obey one set of rules.</summary>
public static class ApplicationForm
{
    private static readonly char[] Columns = ['\t', '|', '｜'];

    /// <summary>The JSON of the application; fields left empty are left out.</summary>
    public static async Task<JsonObject> ToJsonAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        var root = new JsonObject();
        var documents = new JsonArray();
        foreach (var field in ApplicationFields.All)
        {
            if (field.Kind == FieldKind.File)
            {
                if (form.Files.GetFile(field.Path) is { Length: > 0 } file)
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
        FieldKind.Number => Plain(value.GetValue<decimal>()),
        FieldKind.YesNo => value.GetValue<bool>() ? "true" : "false",
        FieldKind.Lines => string.Join('\n', value.AsArray().Select(line => $"{line}")),
        FieldKind.Functions => string.Join('\n', value.AsArray().Select(item => $"{item?["name"]}｜{item?["description"]}｜{(item?["quantity"] is { } quantity ? Plain(quantity.GetValue<decimal>()) : "")}｜{item?["unit"]}".TrimEnd('｜'))),
        _ => value.ToString(),
    };

    // 150.0 and 150 are one amount and are written alike.
    private static string Plain(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    private static JsonNode? Value(FieldKind kind, string text) => kind switch
    {
        FieldKind.Number => Number(text),
        FieldKind.YesNo => text switch { "true" => JsonValue.Create(true), "false" => JsonValue.Create(false), _ => null },
        FieldKind.Lines => new JsonArray([.. Lines(text).Select(line => (JsonNode)line)]),
        FieldKind.Functions => new JsonArray([.. Lines(text).Select(FunctionOf)]),
        _ => JsonValue.Create(text),
    };

    private static JsonObject FunctionOf(string line)
    {
        var columns = line.Split(Columns, StringSplitOptions.TrimEntries);
        return new JsonObject
        {
            ["name"] = columns[0],
            ["description"] = columns.ElementAtOrDefault(1),
            ["quantity"] = Number(columns.ElementAtOrDefault(2)),
            ["unit"] = columns.ElementAtOrDefault(3),
        };
    }

    // A number that cannot be read is left out: the rule that needs it then says what is missing.
    private static JsonValue? Number(string? text) =>
        decimal.TryParse(text?.Replace("，", ",", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && Plausible.Amount(number)
            ? JsonValue.Create(number)
            : null;

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
