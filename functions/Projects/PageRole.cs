using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>As whom somebody reads a project's page: whose forms it shows, and what the reader is to do.</summary>
/// <param name="Unit">The reader's unit; null for a reader of none, as an expert is.</param>
/// <param name="Person">The reader's id; null for a key.</param>
/// <param name="IsEverybody">Whether the reader plays every part, as with the development key or without any in Development.</param>
public sealed record PageRole(string? Unit, string? Person, bool IsEverybody = false)
{
    /// <summary>Who plays every part.</summary>
    public static PageRole Everybody { get; } = new(Unit: null, Person: null, IsEverybody: true);

    /// <summary>Who has no part: reads, and acts for nobody.</summary>
    public static PageRole Nobody { get; } = new(Unit: null, Person: null);

    /// <summary>Whether the reader acts for a unit.</summary>
    public bool ActsFor(string unit) => IsEverybody || Unit == unit;

    /// <summary>A person's part.</summary>
    public static PageRole Of(PersonRow person) => new(person.IsOnlyExpert ? null : person.Unit, person.Id);

    /// <summary>A key's part.</summary>
    public static PageRole Of(UnitCaller caller) => caller.ActsForAll ? Everybody : new(caller.Unit, Person: null);
}

/// <summary>Finds out as whom somebody reads, and which forms are the reader's.</summary>
public sealed class PageRoles(SubmissionSources sources, StaffCookie staff, IHostEnvironment environment)
{
    /// <summary>The part of whoever opens a page.</summary>
    public PageRole Of(HttpRequest request) => (request.HttpContext.Features.Get<PersonRow>(), request.HttpContext.Features.Get<UnitCaller>()) switch
    {
        ({ } person, _) => PageRole.Of(person),
        (_, { } caller) => PageRole.Of(caller),
        _ => environment.IsDevelopment() ? PageRole.Everybody : PageRole.Nobody,
    };

    /// <summary>The part of whoever sent a form: of the session, for a page goes on as it was opened; else of the key that was typed.</summary>
    public async Task<PageRole> OfFormAsync(HttpRequest request, UnitCaller? caller, CancellationToken cancellationToken) =>
        await staff.IdentifyAsync(request, cancellationToken) is { } person ? PageRole.Of(person)
        : caller is not null ? PageRole.Of(caller)
        : environment.IsDevelopment() ? PageRole.Everybody : PageRole.Nobody;

    /// <summary>What of that which may be handed in the reader hands in, in its order.</summary>
    public async Task<IReadOnlyList<OpenAct>> FormsAsync(PageRole role, ProjectView project, IReadOnlyList<OpenAct> acts, CancellationToken cancellationToken)
    {
        var forms = new List<OpenAct>();
        foreach (var act in acts)
        {
            if (await HandsInAsync(role, project, act.Kind, cancellationToken))
                forms.Add(act);
        }

        return forms;
    }

    private async Task<bool> HandsInAsync(PageRole role, ProjectView project, SubmissionKind kind, CancellationToken cancellationToken) => kind.Side switch
    {
        // An opinion is a person's own, and has no form here.
        SubmissionSide.Expert => false,
        SubmissionSide.Unit => role.ActsFor(project.UnitId),
        _ => role.IsEverybody || (role.Unit is { } unit && await sources.Of(project.Id)!.MayAsync(kind, unit, cancellationToken)),
    };
}
