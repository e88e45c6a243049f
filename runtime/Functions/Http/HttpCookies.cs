namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A cookie.</summary>
public interface IHttpCookie
{
    /// <summary>The domain.</summary>
    string? Domain { get; }

    /// <summary>When it ends.</summary>
    DateTimeOffset? Expires { get; }

    /// <summary>Whether scripts may not see it.</summary>
    bool? HttpOnly { get; }

    /// <summary>How many seconds it lives.</summary>
    double? MaxAge { get; }

    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>The path.</summary>
    string? Path { get; }

    /// <summary>Whether other sites' requests carry it.</summary>
    SameSite SameSite { get; }

    /// <summary>Whether it needs TLS.</summary>
    bool? Secure { get; }

    /// <summary>The value.</summary>
    string Value { get; }
}

/// <summary>Whether other sites' requests carry a cookie.</summary>
public enum SameSite
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Only when a person follows a link.</summary>
    Lax = 1,

    /// <summary>Never.</summary>
    Strict = 2,

    /// <summary>Always, and said so.</summary>
    ExplicitNone = 3,
}

/// <summary>The cookies of a response.</summary>
public abstract class HttpCookies
{
    /// <summary>Adds a cookie.</summary>
    public abstract void Append(string name, string value);

    /// <summary>Adds a cookie.</summary>
    public abstract void Append(IHttpCookie cookie);

    /// <summary>A cookie to fill.</summary>
    public abstract IHttpCookie CreateNew();
}
