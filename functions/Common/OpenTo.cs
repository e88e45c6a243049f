namespace Dazhou.Serverless.Functions.Common;

/// <summary>The callers that may use an HTTP function.</summary>
public enum Caller
{
    /// <summary>Anyone: for public pages, health checks and static files.</summary>
    Anyone,

    /// <summary>Holders of a mailed link; the function itself checks the link.</summary>
    LinkHolder,

    /// <summary>Callers who type a unit's key into a form; the function itself checks the key.</summary>
    UnitKeyInForm,

    /// <summary>Units, with their key in <c>x-unit-key</c>.</summary>
    Unit,

    /// <summary>Readers of the portal: signed-in people, units with their key (who see their own subjects), and anyone in Development.</summary>
    Staff,

    /// <summary>Operators: signed-in people with the role <c>admin</c> in the directory, and anyone in Development.</summary>
    Operator,

    /// <summary>Calendar programs with a unit's feed key in the address; the function itself checks the key.</summary>
    FeedReader,

    /// <summary>Callers with the host's admin key in <c>x-functions-key</c>; the function has AuthorizationLevel.Admin, which the host checks.</summary>
    Administrator,

    /// <summary>Anyone, but only in Development; elsewhere the function does not exist.</summary>
    Development,
}

/// <summary>Declares who may call a function. A function without it cannot be called by anybody.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenToAttribute(Caller caller) : Attribute
{
    /// <summary>Gets the callers.</summary>
    public Caller Caller { get; } = caller;
}
