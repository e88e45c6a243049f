using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Where a form is filled in. It has one draft at most, which whoever may hand the form in goes on with.</summary>
/// <param name="Subject">The subject's id; for a form that begins something, what it begins.</param>
/// <param name="Step">The step.</param>
/// <param name="Of">The round; for a form that nobody asked for, who fills it in, or <see cref="Anybody"/>.</param>
public sealed record FormPlace(string Subject, string Step, string Of)
{
    /// <summary>The kind of the drafts.</summary>
    public const string DraftKind = "form";

    private const string Anybody = "any";
    private const int IdBytes = 16;

    /// <summary>The place of an answer to a request.</summary>
    public static FormPlace OfAsk(string subject, StepRound of) => new(subject, of.Step, of.Round.ToString(CultureInfo.InvariantCulture));

    /// <summary>The place of what nobody asked for; all who may hand it in share it.</summary>
    public static FormPlace OfOffer(string subject, string step) => new(subject, step, Anybody);

    /// <summary>The id of the draft; it follows from the place, so that no row has to lead to it.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Subject}\n{Step}\n{Of}")).AsSpan(0, IdBytes));

    /// <summary>Under whom the draft is listed: nobody's list of drafts, for its page is where it is gone on with.</summary>
    public string Owner => $"form:{Subject}";
}
