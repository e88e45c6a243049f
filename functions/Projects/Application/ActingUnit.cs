using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>For which unit somebody acts: by its key, or as a person of it who signed in.</summary>
/// <param name="Caller">The unit.</param>
/// <param name="Person">The person's id; null for a key.</param>
public sealed record ActingUnit(UnitCaller Caller, string? Person)
{
    /// <summary>Whether it may act on what belongs to a unit.</summary>
    public bool ActsFor(string? unit) => Caller.ActsFor(unit);

    /// <summary>As the trail keeps who acted; the development key stands in for the unit that should.</summary>
    public string By(string unit) => Person ?? Caller.ActorFor(unit);

    /// <summary>Whether it may read what belongs to a unit: its own, and whoever administers or supervises it everything.</summary>
    public bool Reads(string unit) => ActsFor(unit) || ProjectSubjects.ReadingAll.Contains(Caller.Unit);
}

/// <summary>What somebody who may act sent by a form.</summary>
/// <param name="By">Who acts.</param>
/// <param name="Form">The form.</param>
/// <param name="Data">What it says.</param>
public sealed record ActingForm(ActingUnit By, IFormCollection Form, JsonObject Data);

/// <summary>Finds out who acts, and reads what is sent as JSON or as a form.</summary>
public sealed class ActingUnits(UnitKeys keys, StaffCookie staff)
{
    /// <summary>Who calls an API that is open to staff; null for nobody, as in Development without either.</summary>
    public static ActingUnit? Of(HttpRequest request) => (request.HttpContext.Features.Get<UnitCaller>(), request.HttpContext.Features.Get<PersonRow>()) switch
    {
        (_, { } person) => OfPerson(person),
        ({ } caller, _) => new(caller, Person: null),
        _ => null,
    };

    /// <summary>To whose own things a reader is held; null for one who reads all.</summary>
    public static string? HeldTo(HttpRequest request) => SubjectAccess.HeldTo(Readers.Of(request), ProjectSubjects.ReadingAll);

    /// <summary>Whether a reader may see what belongs to a unit.</summary>
    public static bool MayRead(HttpRequest request, string unit) => HeldTo(request) is not { } held || held == unit;

    /// <summary>Reads a form and who sent it; refused where it is none, nobody's, or its <c>data</c> is no JSON object.</summary>
    public async Task<ActingForm> ReadFormAsync(HttpRequest request, SubmissionKind kind, CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var acting = await OfFormAsync(request, form, cancellationToken) ?? throw new RefusedException(Pages.Message(
            StatusCodes.Status401Unauthorized, "单位密钥不正确", "请返回上一页，填写系统管理员发放给本单位的密钥，或者登录后重新提交。没有记录任何内容。"));
        return new(acting, form, SubmissionForm.Read(kind, form));
    }

    /// <summary>Who sent a form: by the key that was typed, else by the session.</summary>
    private async Task<ActingUnit?> OfFormAsync(HttpRequest request, IFormCollection form, CancellationToken cancellationToken)
    {
        if (form["unitKey"].ToString() is { Length: > 0 } key)
            return await keys.IdentifyAsync(request, key, cancellationToken) is { } caller ? new(caller, Person: null) : null;
        return await staff.IdentifyAsync(request, cancellationToken) is { } person ? OfPerson(person) : null;
    }

    /// <summary>Whether the reader of a page acts by session, so that its forms ask for no key.</summary>
    public async Task<bool> IsSignedInAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await staff.IdentifyAsync(request, cancellationToken) is not null;

    /// <summary>A content as its record, or every field that cannot be read or holds what it may not.</summary>
    public static (T? Content, IReadOnlyList<Fault> Faults) Content<T>(JsonObject data, SubmissionKind kind)
        where T : class
    {
        var faults = Faults.Of(SubmissionTexts.Check(kind, data));
        try
        {
            var content = data.Deserialize<T>(ProjectJson.Options)!;
            return faults.Count == 0 ? (content, []) : (null, faults);
        }
        catch (JsonException unreadable)
        {
            return (null, [.. faults, .. Faults.Of(SubmissionTexts.Unreadable(kind, data, unreadable))]);
        }
    }

    private static ActingUnit OfPerson(PersonRow person) => new(new UnitCaller(person.Unit, ActsForAll: false), person.Id);
}
