using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Ends a request with a refusal, from anywhere; the gatekeeper sends the answer.</summary>
public sealed class RefusedException : Exception
{
    /// <summary>Creates the exception without an answer.</summary>
    public RefusedException()
        : this(Problems.Unreadable("请求没有受理。"))
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public RefusedException(string message)
        : base(message) => Answer = Problems.Unreadable(message);

    /// <summary>Creates the exception with a message and its cause.</summary>
    public RefusedException(string message, Exception innerException)
        : base(message, innerException) => Answer = Problems.Unreadable(message);

    /// <summary>Creates the exception with an answer.</summary>
    public RefusedException(IResult answer)
        : base("The request was refused.") => Answer = answer;

    /// <summary>Gets the answer to the request.</summary>
    public IResult Answer { get; }
}
