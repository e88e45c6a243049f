using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.TechnicalPlan;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>How a step is to be shown, beside what the draft holds.</summary>
public sealed record ApplicationStepView
{
    /// <summary>The status to answer with.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether it was saved just now.</summary>
    public bool Saved { get; init; }

    /// <summary>What was typed and is not saved; null for what the draft holds.</summary>
    public IReadOnlyDictionary<string, string>? Typed { get; init; }

    /// <summary>Whether somebody saved the step since its page was shown.</summary>
    public bool Meanwhile { get; init; }

    /// <summary>Why a post was refused, beside the faults of what is saved.</summary>
    public IReadOnlyList<Fault> Refused { get; init; } = [];

    /// <summary>The function list as it was typed; null for what the draft holds.</summary>
    public IReadOnlyList<FunctionRow>? Rows { get; init; }

    /// <summary>How many more empty lines are wanted.</summary>
    public int MoreRows { get; init; }

    /// <summary>What was pasted and not taken.</summary>
    public string Paste { get; init; } = "";

    /// <summary>Why.</summary>
    public IReadOnlyList<FunctionFault> PasteFaults { get; init; } = [];
}

/// <summary>A step in the list of steps.</summary>
/// <param name="Step">The step.</param>
/// <param name="State">How it stands.</param>
/// <param name="Faults">How many faults it has.</param>
public sealed record StepProgress(ApplicationStep Step, StepState State, int Faults);

/// <summary>The pages of the application in steps.</summary>
public sealed class ApplicationStepScreen(
    ApplicationDrafts applications, DraftDoor door, DraftMails mails, Drafts drafts, UnitList units, IDirectory directory, IHostEnvironment environment)
{
    /// <summary>Where an application begins: what it takes, and whose it is.</summary>
    public async Task<IResult> StartAsync(HttpRequest request, int status, string? unit, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var person = await door.SignedInAsync(request, cancellationToken);
        var own = person is null ? null : await directory.FindUnitAsync(person.Unit, cancellationToken);
        var waiting = await door.VisitorAsync(request, cancellationToken) is { } visitor
            ? (await drafts.ListAsync(visitor.Owner, cancellationToken)).Count(draft => visitor.Opens(draft) && draft.Kind == ApplicationDrafts.Kind.Name)
            : 0;
        return Pages.Show(
            new StartApplicationPage
            {
                Units = await units.ReadAsync(cancellationToken),
                Unit = unit,
                Own = own?.Name,
                Waiting = waiting,
                KeptDays = drafts.KeptDays,
                Faults = faults,
                KeyHint = environment.IsDevelopment() ? $"开发环境可用：{UnitKeys.DevelopmentKey}" : null,
            },
            status);
    }

    /// <summary>A step.</summary>
    public async Task<IResult> ShowAsync(DraftRow draft, ApplicationStep step, ApplicationStepView view, CancellationToken cancellationToken)
    {
        var faults = await applications.FaultsAsync(draft, cancellationToken);
        var progress = ApplicationSteps.All.Select(it => ProgressOf(draft, it, faults)).ToList();
        var saved = draft.Steps.ContainsKey(step.Key);
        IReadOnlyList<Fault> shown = view.Typed is not null ? [] : step.Key == ApplicationSteps.Check
            ? faults
            : saved ? [.. faults.Where(fault => ApplicationSteps.StepOf(fault).Key == step.Key)] : [];
        var values = new Dictionary<string, string>(draft.Fields, StringComparer.Ordinal);
        foreach (var (name, value) in view.Typed ?? new Dictionary<string, string>(StringComparer.Ordinal))
            values[name] = value;
        var rows = view.Rows ?? ApplicationDrafts.RowsOf(draft);
        var unit = (await directory.FindUnitAsync(draft.Owner, cancellationToken))?.Name ?? draft.Owner;
        return Pages.Show(
            new ApplicationStepPage
            {
                Draft = draft,
                Unit = unit,
                Sections = step.Key == ApplicationSteps.Check ? ApplicationOverview.Of(await ApplicationDrafts.ReadAsync(draft, cancellationToken), unit) : [],
                Step = step,
                Progress = progress,
                Values = values,
                Faults = [.. view.Refused, .. shown.Where(fault => view.Refused.All(refused => refused.Message != fault.Message))],
                Saved = view.Saved,
                Refused = view.Refused.Count > 0,
                Meanwhile = view.Meanwhile && draft.Steps.TryGetValue(step.Key, out var by)
                    ? $"这一步在您打开以后由{await mails.NameOfAsync(by.By, cancellationToken)}于{OfficeText.Time(by.At)}保存过，您填写的内容还没有保存。不同的地方在下面标明；再次保存即以您的内容为准。"
                    : null,
                Rows = rows,
                RowFaults = saved || view.Rows is not null ? FunctionTable.Check(rows) : [],
                MoreRows = view.MoreRows,
                Paste = view.Paste,
                PasteFaults = view.PasteFaults,
                People = await mails.PeopleAsync(draft.Owner, cancellationToken),
                SavedBy = await mails.NameOfAsync(draft.SavedBy, cancellationToken),
            },
            view.Status);
    }

    /// <summary>The function list as the public will see it.</summary>
    public async Task<IResult> PreviewAsync(DraftRow draft, CancellationToken cancellationToken) => Pages.Show(new FunctionPreviewPage
    {
        Name = DraftMails.TitleOf(draft),
        UnitName = (await directory.FindUnitAsync(draft.Owner, cancellationToken))?.Name ?? draft.Owner,
        Items = [.. ApplicationDrafts.RowsOf(draft).Select(FunctionTable.ItemOf)],
        Faults = FunctionTable.Check(ApplicationDrafts.RowsOf(draft)),
        Back = ApplicationStepFunctions.PathOf(draft.Id, ApplicationSteps.Find(ApplicationSteps.Functions)!),
    });

    /// <summary>What became of a draft that was handed in: the project's page for who may open it, else that it arrived.</summary>
    public IResult Became(string project, DraftVisitor visitor) => visitor.IsSignedIn || environment.IsDevelopment()
        ? new SeeOther($"/projects/{project}")
        : Pages.Show(new ApplicationReceivedPage { Project = project });

    private static StepProgress ProgressOf(DraftRow draft, ApplicationStep step, IReadOnlyList<Fault> faults)
    {
        var count = step.Key == ApplicationSteps.Check ? 0 : faults.Count(fault => ApplicationSteps.StepOf(fault).Key == step.Key);
        return new(step, !draft.Steps.ContainsKey(step.Key) ? StepState.Empty : count > 0 ? StepState.Faulty : StepState.Filled, count);
    }
}
