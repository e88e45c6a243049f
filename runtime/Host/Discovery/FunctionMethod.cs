using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>What starts a function.</summary>
internal enum FunctionKind
{
    Http,
    Timer,
    Orchestration,
    Activity,
}

/// <summary>One function: its method, how its parameters are filled and how it is called.</summary>
internal sealed class FunctionMethod : FunctionDefinition
{
    private readonly Lazy<Func<object?, object?[], ValueTask<object?>>> _call;
    private readonly Lazy<ObjectFactory>? _create;

    public FunctionMethod(
        string name,
        FunctionKind kind,
        MethodInfo method,
        ParameterInfo trigger,
        TriggerBindingAttribute attribute,
        ParameterBinder[] binders)
    {
        Name = name;
        Kind = kind;
        Method = method;
        Trigger = trigger;
        Attribute = attribute;
        Binders = binders;
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32];
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        Parameters = [.. method.GetParameters().Select(p => new FunctionParameter(p.Name!, p.ParameterType, p.HasDefaultValue, p.HasDefaultValue ? p.DefaultValue : null))];
        InputBindings = binders
            .Where(b => b.BindingType is not null)
            .ToImmutableDictionary(b => b.Parameter.Name!, b => (BindingMetadata)new Binding(b.Parameter.Name!, b.BindingType!), StringComparer.Ordinal);

        // Compiled at the first call: an app has hundreds of functions and a start uses few of them.
        _call = new(() => MethodCompiler.Compile(method));
        if (!method.IsStatic)
            _create = new(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, []));
    }

    public override string Name { get; }

    public override string Id { get; }

    public override string EntryPoint { get; }

    public override string PathToAssembly => Method.Module.FullyQualifiedName;

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    public FunctionKind Kind { get; }

    public MethodInfo Method { get; }

    public ParameterInfo Trigger { get; }

    public TriggerBindingAttribute Attribute { get; }

    public ParameterBinder[] Binders { get; }

    /// <summary>Binds, creates the class and calls the method: what stands behind the last middleware.</summary>
    public async ValueTask<object?> ExecuteAsync(LocalFunctionContext context)
    {
        var arguments = Binders.Length == 0 ? [] : new object?[Binders.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var bound = Binders[i].BindAsync(context);
            arguments[i] = bound.IsCompletedSuccessfully ? bound.Result : await bound;
        }

        var target = _create?.Value(context.InstanceServices, null);
        return await _call.Value(target, arguments);
    }

    private sealed class Binding(string name, string type) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
