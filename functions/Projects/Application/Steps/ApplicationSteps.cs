using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>A step of the application: one page.</summary>
/// <param name="Key">Its place in the address.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Fields">Its fields, in the order of the form; none for the last, which shows everything.</param>
public sealed record ApplicationStep(string Key, string Title, IReadOnlyList<ApplicationField> Fields)
{
    /// <summary>What to know before one begins.</summary>
    public string? Lead { get; init; }
}

/// <summary>How a step stands.</summary>
public enum StepState
{
    /// <summary>未填</summary>
    Empty,

    /// <summary>已填</summary>
    Filled,

    /// <summary>有问题</summary>
    Faulty,
}

/// <summary>The application in steps, as data.</summary>
public static class ApplicationSteps
{
    /// <summary>The step of the function list.</summary>
    public const string Functions = "functions";

    /// <summary>The step of the files.</summary>
    public const string Materials = "materials";

    /// <summary>The step that shows everything and hands it in.</summary>
    public const string Check = "check";

    /// <summary>The steps in their order.</summary>
    public static IReadOnlyList<ApplicationStep> All { get; } =
    [
        Step("project", "单位和项目", path => path is "name" or "applicantKind" or "totalInvestment" or "implementation" or "classified" or "succeeds"),
        Step("way", "建设方式", path => path == "basicInformation.implementationReason" || path.StartsWith("selfBuild.", StringComparison.Ordinal) || path.StartsWith("purchase.", StringComparison.Ordinal)),
        Step("need", "必要性和内容", path => path is "basicInformation.basis" or "basicInformation.necessity" or "basicInformation.content" or "basicInformation.performanceGoals"),
        Step(Functions, "功能清单", path => path == "basicInformation.functions") with { Lead = "逐项列出具体功能，立项后按第三十五条公示，供供应商咨询价格。" },
        Step("plan", "技术方案", path => path.StartsWith("technicalPlan.", StringComparison.Ordinal)),
        Step("funding", "资金和关联事项", path => path.StartsWith("funding.", StringComparison.Ordinal) || path.StartsWith("mixedWorks.", StringComparison.Ordinal) || path.StartsWith("existingSystem.", StringComparison.Ordinal)),
        Step("negative", "负面清单", path => path.StartsWith("negativeList.", StringComparison.Ordinal)) with { Lead = "逐项声明项目是否属于下列情形（第二十条）；属于且法律法规另有明确规定的，写明规定。" },
        Step("declarations", "单位声明", path => path.StartsWith("declarations.", StringComparison.Ordinal)) with { Lead = "由项目建设单位如实声明（第九、二十四、五十七条）。" },
        Step(Materials, "申报材料", path => path.StartsWith("documents.", StringComparison.Ordinal)) with { Lead = "PDF、Word、Excel、图片或者压缩包，每个文件不超过50 MB。选好后点“保存”上传；已上传的文件一直保留，可以替换或者删除。" },
        new(Check, "检查并提交", []),
    ];

    /// <summary>A step; null where there is none of that key.</summary>
    public static ApplicationStep? Find(string key) => All.FirstOrDefault(step => step.Key == key);

    /// <summary>Its number, 1 for the first.</summary>
    public static int NumberOf(ApplicationStep step)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Key == step.Key)
                return i + 1;
        }

        throw new ArgumentException($"{step.Key} is no step of an application.", nameof(step));
    }

    /// <summary>The step after one; null after the last.</summary>
    public static ApplicationStep? After(ApplicationStep step) => All.ElementAtOrDefault(NumberOf(step));

    /// <summary>The step before one; null before the first.</summary>
    public static ApplicationStep? Before(ApplicationStep step) => NumberOf(step) is > 1 and var number ? All[number - 2] : null;

    /// <summary>The sections of a step, with those of its fields that the chosen 实施方式 asks for.</summary>
    public static IEnumerable<(ApplicationSection Section, IReadOnlyList<ApplicationField> Fields)> SectionsOf(ApplicationStep step, string? implementation) =>
        ApplicationFields.Sections
            .Select(section => (section, Fields: (IReadOnlyList<ApplicationField>)[.. section.Fields.Where(field => step.Fields.Contains(field) && ApplicationFields.Belongs(field, implementation))]))
            .Where(part => part.Fields.Count > 0);

    /// <summary>The field beside which a fault is shown; null where it has none.</summary>
    public static ApplicationField? FieldOf(Fault fault) => fault.Field switch
    {
        // The rules name the files as a whole.
        "documents" => ApplicationFields.All.First(field => field.Path == (fault.Rule == "self-build-chapter" ? "documents.integrationChapter" : "documents.application")),
        _ => ApplicationFields.All.FirstOrDefault(field => ApplicationSections.Concerns(fault, field)),
    };

    /// <summary>The step on which a fault is mended; the first where it belongs to no field.</summary>
    public static ApplicationStep StepOf(Fault fault) =>
        FieldOf(fault) is { } field && All.FirstOrDefault(step => step.Fields.Contains(field)) is { } step ? step : All[0];

    private static ApplicationStep Step(string key, string title, Func<string, bool> has) =>
        new(key, title, [.. ApplicationFields.All.Where(field => has(field.Path))]);
}
