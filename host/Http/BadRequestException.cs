namespace Dazhou.FunctionsHost;

/// <summary>A request that cannot be bound; answered by 400 with problem details.</summary>
internal sealed class BadRequestException(string field, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Field { get; } = field;
}
