using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Fills one parameter of a function.</summary>
internal abstract class ParameterBinder(ParameterInfo parameter, string? bindingType = null)
{
    public ParameterInfo Parameter { get; } = parameter;

    /// <summary>The kind of binding as host and worker call it; null for parameters without one.</summary>
    public string? BindingType { get; } = bindingType;

    public abstract ValueTask<object?> BindAsync(LocalFunctionContext context);
}

/// <summary>The value of the trigger as it is.</summary>
internal sealed class TriggerBinder(ParameterInfo parameter, string bindingType) : ParameterBinder(parameter, bindingType)
{
    public override ValueTask<object?> BindAsync(LocalFunctionContext context) => new(context.TriggerValue);
}

/// <summary>The input beside the trigger: of an orchestrator, beside its context.</summary>
internal sealed class InputBinder(ParameterInfo parameter) : ParameterBinder(parameter)
{
    private readonly object? _default = parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;

    public override ValueTask<object?> BindAsync(LocalFunctionContext context) => new(context.Input ?? _default);
}

internal sealed class ContextBinder(ParameterInfo parameter) : ParameterBinder(parameter)
{
    public override ValueTask<object?> BindAsync(LocalFunctionContext context) => new(context);
}

internal sealed class CancellationBinder(ParameterInfo parameter) : ParameterBinder(parameter)
{
    public override ValueTask<object?> BindAsync(LocalFunctionContext context) => new(context.CancellationToken);
}

internal sealed class DurableClientBinder(ParameterInfo parameter) : ParameterBinder(parameter, "durableClient")
{
    public override ValueTask<object?> BindAsync(LocalFunctionContext context) =>
        new(context.InstanceServices.GetRequiredService<DurableTaskClient>());
}

/// <summary>A value of the route, else of the query.</summary>
internal sealed class RequestValueBinder(ParameterInfo parameter) : ParameterBinder(parameter)
{
    private readonly Func<string, object?> _parse = ValueParsers.For(parameter.ParameterType)!;
    private readonly bool _optional = parameter.HasDefaultValue || ValueParsers.AllowsNull(parameter);

    public override ValueTask<object?> BindAsync(LocalFunctionContext context)
    {
        var request = context.HttpContext!.Request;
        var name = Parameter.Name!;
        string? text = null;
        if (request.RouteValues.TryGetValue(name, out var route) && route is not null)
            text = Convert.ToString(route);
        else if (request.Query.TryGetValue(name, out var query) && query.Count > 0)
            text = query[0];

        if (text is null)
        {
            if (_optional)
                return new(Parameter.HasDefaultValue ? Parameter.DefaultValue : null);
            throw new BadRequestException(name, $"缺少参数 {name}。");
        }

        try
        {
            return new(_parse(text));
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new BadRequestException(name, $"参数 {name} 的值“{Shorten(text)}”无效。", e);
        }
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}

/// <summary>The JSON body of a request.</summary>
internal sealed class BodyBinder(ParameterInfo parameter, string? bindingType = null) : ParameterBinder(parameter, bindingType)
{
    public override async ValueTask<object?> BindAsync(LocalFunctionContext context) =>
        await RequestBody.ReadAsync(context.HttpContext!, Parameter);
}
