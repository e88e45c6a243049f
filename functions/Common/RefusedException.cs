using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Ends a request with its refusal, wherever that turns out; the gatekeeper sends the answer.</summary>
public sealed class RefusedException : Exception
{
    /// <summary>Without an answer.</summary>
    public RefusedException()
        : this(Problems.Unreadable("请求没有受理。"))
    {
    }

    /// <summary>With what is wrong.</summary>
    public RefusedException(string message)
        : base(message) => Answer = Problems.Unreadable(message);

    /// <summary>With what is wrong and its cause.</summary>
    public RefusedException(string message, Exception innerException)
        : base(message, innerException) => Answer = Problems.Unreadable(message);

    /// <summary>With the answer.</summary>
    public RefusedException(IResult answer)
        : base("The request was refused.") => Answer = answer;

    /// <summary>What the request is answered with.</summary>
    public IResult Answer { get; }
}
