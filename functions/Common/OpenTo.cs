namespace Dazhou.Serverless.Functions.Common;

/// <summary>Who may call an HTTP function.</summary>
public enum Caller
{
    /// <summary>Anyone: public pages, health, files of the site.</summary>
    Anyone,

    /// <summary>Whoever holds a mailed link; the function itself checks the link.</summary>
    LinkHolder,

    /// <summary>Whoever types a unit's key into a form; the function itself checks the key.</summary>
    UnitKeyInForm,

    /// <summary>A unit that sends its key in <c>x-unit-key</c>.</summary>
    Unit,

    /// <summary>
    /// Readers of the portal: people who signed in, units with their key (who see what is theirs), and anyone in Development.
    /// </summary>
    Staff,

    /// <summary>Operators: people who signed in and have the role <c>admin</c> in the directory, and anyone in Development.</summary>
    Operator,

    /// <summary>A calendar program with the key of a unit's feed in the address; the function itself checks the key.</summary>
    FeedReader,

    /// <summary>Whoever sends the host's admin key in <c>x-functions-key</c>: the function has AuthorizationLevel.Admin, which the host itself checks.</summary>
    Administrator,

    /// <summary>Anyone, but only in Development; elsewhere the function does not exist.</summary>
    Development,
}

/// <summary>States who may call a function. A function without it may be called by nobody.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenToAttribute(Caller caller) : Attribute
{
    /// <summary>Who may call.</summary>
    public Caller Caller { get; } = caller;
}
