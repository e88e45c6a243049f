using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Ledgers;

/// <summary>What orchestrations know of a ledger; nothing of it changes.</summary>
/// <param name="Id">its id</param>
/// <param name="Title">its title</param>
/// <param name="Document">发文字号</param>
/// <param name="Coordinator">the id of the coordinating office</param>
/// <param name="CoordinatorName">the coordinating office as shown to people</param>
/// <param name="Policy">its periods</param>
public sealed record LedgerRef(string Id, string Title, string Document, string Coordinator, string CoordinatorName, LedgerPolicy Policy)
{
    /// <summary>Returns what orchestrations know of a ledger.</summary>
    public static LedgerRef Of(LedgerRow ledger) => new(ledger.Id, ledger.Title, ledger.Document, ledger.Coordinator, ledger.CoordinatorName, ledger.Policy);

    /// <summary>The post that decides and hears of what is late.</summary>
    internal ApproverPost Office => new(Coordinator, LedgerSubject.AskedPost);

    /// <summary>What a unit is asked, as a subject.</summary>
    internal SubmissionSubject SubjectOf(string unit) => new(LedgerSubject.OfUnit(Id, unit), Title, unit)
    {
        Kinds = LedgerKinds.Catalogue,
        Noun = "督办台账",
        UnitRole = "责任单位",
    };
}

/// <summary>A unit that is asked, and the post in it.</summary>
/// <param name="Unit">its id</param>
/// <param name="Name">its name</param>
/// <param name="Post">the post; null where the directory has nobody, so that it cannot be asked and is named as 无联系人</param>
public sealed record AskedUnit(string Unit, string Name, string? Post);
