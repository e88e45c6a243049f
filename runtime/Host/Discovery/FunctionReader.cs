using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Reads the declaration of one function and says what is wrong with it.</summary>
internal static class FunctionReader
{
    public static FunctionMethod? Read(MethodInfo method, string name, List<string> problems)
    {
        var where = $"函数 {name}（{method.DeclaringType!.FullName}.{method.Name}）";
        var before = problems.Count;
        if (string.IsNullOrWhiteSpace(name) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || !char.IsAsciiLetter(name[0]))
            problems.Add($"{where}的名称无效：以字母开头，只含字母、数字、“_”和“-”。");
        if (!method.IsPublic)
            problems.Add($"{where}必须是 public 方法。");
        if (method.ContainsGenericParameters)
            problems.Add($"{where}不能是泛型方法。");
        if (!method.IsStatic && method.DeclaringType.IsAbstract)
            problems.Add($"{where}所在的类是抽象类，无法创建。");

        var triggers = method.GetParameters()
            .Select(p => (Parameter: p, Attribute: p.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(p => p.Attribute is not null)
            .ToArray();
        if (triggers.Length != 1)
        {
            problems.Add($"{where}应当恰有一个触发器参数，现有 {triggers.Length} 个。");
            return null;
        }

        var (trigger, attribute) = triggers[0];
        FunctionKind? kind = attribute switch
        {
            HttpTriggerAttribute => FunctionKind.Http,
            TimerTriggerAttribute => FunctionKind.Timer,
            OrchestrationTriggerAttribute => FunctionKind.Orchestration,
            ActivityTriggerAttribute => FunctionKind.Activity,
            _ => null,
        };
        if (kind is null)
        {
            problems.Add($"{where}的触发器 {attribute!.GetType().Name} 不被本地运行时支持。");
            return null;
        }

        // The durable extension lets the attribute rename the function.
        var effective = attribute switch
        {
            OrchestrationTriggerAttribute { Orchestration: { Length: > 0 } renamed } => renamed,
            ActivityTriggerAttribute { Activity: { Length: > 0 } renamed } => renamed,
            _ => name,
        };

        var binders = method.GetParameters().Select(p => Binder(p, trigger, kind.Value, where, problems)).ToArray();
        return problems.Count > before ? null : new FunctionMethod(effective, kind.Value, method, trigger, attribute!, binders!);
    }

    private static ParameterBinder? Binder(ParameterInfo parameter, ParameterInfo trigger, FunctionKind kind, string where, List<string> problems)
    {
        var type = parameter.ParameterType;
        if (parameter == trigger)
            return TriggerOf(parameter, kind, where, problems);
        if (type == typeof(FunctionContext))
            return new ContextBinder(parameter);
        if (type == typeof(CancellationToken))
            return new CancellationBinder(parameter);
        if (parameter.IsDefined(typeof(DurableClientAttribute)))
        {
            if (type.IsAssignableFrom(typeof(DurableTaskClient)))
                return new DurableClientBinder(parameter);
            problems.Add($"{where}的参数 {parameter.Name} 标有 [DurableClient]，类型应为 DurableTaskClient。");
            return null;
        }

        if (kind == FunctionKind.Http)
        {
            if (parameter.IsDefined(typeof(FromBodyAttribute)))
                return new BodyBinder(parameter);
            if (type == typeof(HttpRequest))
                return new TriggerBinder(parameter, "httpTrigger");
            if (ValueParsers.For(type) is not null)
                return new RequestValueBinder(parameter);
        }

        // As in the real worker, the first parameter without any binding is the input of the orchestration.
        if (kind == FunctionKind.Orchestration)
            return new InputBinder(parameter);

        problems.Add($"{where}的参数 {parameter.Name}（{type.Name}）无法绑定。");
        return null;
    }

    private static ParameterBinder? TriggerOf(ParameterInfo parameter, FunctionKind kind, string where, List<string> problems)
    {
        var type = parameter.ParameterType;
        switch (kind)
        {
            case FunctionKind.Http when type == typeof(HttpRequest):
                return new TriggerBinder(parameter, "httpTrigger");
            case FunctionKind.Http when type == typeof(HttpRequestData):
                problems.Add($"{where}的参数 {parameter.Name} 应为 HttpRequest：本地运行时采用 ASP.NET Core 集成。");
                return null;
            case FunctionKind.Http:
                return new BodyBinder(parameter, "httpTrigger");
            case FunctionKind.Timer when type == typeof(TimerInfo):
                return new TriggerBinder(parameter, "timerTrigger");
            case FunctionKind.Timer:
                problems.Add($"{where}的参数 {parameter.Name} 应为 TimerInfo。");
                return null;
            case FunctionKind.Orchestration when type == typeof(TaskOrchestrationContext):
                return new TriggerBinder(parameter, "orchestrationTrigger");
            case FunctionKind.Orchestration:
                problems.Add($"{where}的参数 {parameter.Name} 应为 TaskOrchestrationContext。");
                return null;
            default:
                return new TriggerBinder(parameter, "activityTrigger");
        }
    }
}
