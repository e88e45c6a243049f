namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What every binding attribute derives from.</summary>
public abstract class BindingAttribute : Attribute
{
}

/// <summary>A binding that starts the function.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute
{
}

/// <summary>A binding that gives the function a value.</summary>
public abstract class InputBindingAttribute : BindingAttribute
{
}

/// <summary>A binding that takes a value from the function.</summary>
public abstract class OutputBindingAttribute : BindingAttribute
{
}
