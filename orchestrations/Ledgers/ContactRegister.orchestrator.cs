using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// 联络人员信息: every unit that a document names is asked at once for its contact person, and each is reminded by itself
/// (达市府办发〔2023〕16号, last paragraph). It ends when the last unit has named one.
/// </summary>
public static class ContactRegister
{
    /// <summary>The instance id of a register.</summary>
    public static string InstanceIdOf(string register) => $"contacts-{register}";

    /// <summary>Runs a <see cref="ContactRegisterRow"/> to its end; answers how many units named somebody.</summary>
    [Function(nameof(ContactRegister))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var register = context.GetInput<ContactRegisterRow>()!;
        var named = await Task.WhenAll(register.Units.Select(unit => register.CallOf(unit)).Select(call =>
            context.CallSubOrchestratorAsync<bool>(nameof(ContactCall), call, OrchestrationVersion.Part(ContactCall.InstanceIdOf(call.Register.Id, call.Unit, call.Round)))));
        return named.Count(isNamed => isNamed);
    }
}

/// <summary>One unit is asked for its contact person, by link, until the document's day; what is late is still taken.</summary>
public static class ContactCall
{
    /// <summary>The instance id of a round of asking a unit. The first is the register's part, the others stand by themselves.</summary>
    public static string InstanceIdOf(string register, string unit, int round) =>
        round == 1 ? $"{ContactRegister.InstanceIdOf(register)}:{unit}" : $"{ContactRegister.InstanceIdOf(register)}.{unit}.{round}";

    /// <summary>Runs a <see cref="ContactAsk"/>; answers whether somebody was named.</summary>
    [Function(nameof(ContactCall))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        (await Asking.AskAsync(context, context.GetInput<ContactAsk>()!.ToRequest())).End == AskEnd.HandedIn;
}
