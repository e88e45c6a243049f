using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// 联络人员信息: asks all units named by a document in parallel for their contact person, each with its own reminders
/// (达市府办发〔2023〕16号, last paragraph). Ends when the last unit has answered.
/// </summary>
public static class ContactRegister
{
    /// <summary>The instance id of a register.</summary>
    public static string InstanceIdOf(string register) => $"contacts-{register}";

    /// <summary>Runs the register to its end; returns the number of units that named a person. Input: <see cref="ContactRegisterRow"/>.</summary>
    [Function(nameof(ContactRegister))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var register = context.GetInput<ContactRegisterRow>()!;
        var named = await Task.WhenAll(register.Units.Select(unit => register.CallOf(unit)).Select(call =>
            context.CallSubOrchestratorAsync<bool>(nameof(ContactCall), call, OrchestrationVersion.Part(ContactCall.InstanceIdOf(call.Register.Id, call.Unit, call.Round)))));
        return named.Count(isNamed => isNamed);
    }
}

/// <summary>Asks one unit by link for its contact person, until the document's due date; a late answer is accepted.</summary>
public static class ContactCall
{
    /// <summary>The instance id for a unit and round. The first round is a sub-orchestration of the register, later ones are independent.</summary>
    public static string InstanceIdOf(string register, string unit, int round) =>
        round == 1 ? $"{ContactRegister.InstanceIdOf(register)}:{unit}" : $"{ContactRegister.InstanceIdOf(register)}.{unit}.{round}";

    /// <summary>Runs the request; returns whether a person was named. Input: <see cref="ContactAsk"/>.</summary>
    [Function(nameof(ContactCall))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        (await Asking.AskAsync(context, context.GetInput<ContactAsk>()!.ToRequest())).End == AskEnd.HandedIn;
}
