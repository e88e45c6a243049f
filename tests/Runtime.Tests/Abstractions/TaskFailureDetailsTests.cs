using Microsoft.DurableTask;

namespace Dazhou.LocalRuntime.Tests.Abstractions;

public sealed class TaskFailureDetailsTests
{
    [Fact]
    public void FromException_NestedExceptions_AreAllKept()
    {
        var details = TaskFailureDetails.FromException(new OwnException("outer", new TimeoutException("inner")));

        Assert.Equal(typeof(OwnException).FullName, details.ErrorType);
        Assert.Equal("outer", details.ErrorMessage);
        Assert.Equal("System.TimeoutException: inner", details.InnerFailure!.ToString());
        Assert.Null(details.InnerFailure.InnerFailure);
    }

    [Fact]
    public void FromException_FailedTaskKnownByItsDetails_KeepsThemAsInnerFailure()
    {
        var cause = new TaskFailureDetails("System.TimeoutException", "no answer", null, null, null);

        var details = TaskFailureDetails.FromException(new TaskFailedException("Send", 3, cause));

        Assert.Equal(typeof(TaskFailedException).FullName, details.ErrorType);
        Assert.Equal(cause, details.InnerFailure);
    }

    [Fact]
    public void FromException_ThrownException_HasItsStackTrace()
    {
        var thrown = Assert.Throws<OwnException>(void () => throw new OwnException("thrown", null));

        Assert.Contains(
            nameof(FromException_ThrownException_HasItsStackTrace), TaskFailureDetails.FromException(thrown).StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void IsCausedBy_ItsTypeAndBases_AreTrue()
    {
        var details = TaskFailureDetails.FromException(new OwnException("own", null));

        Assert.True(details.IsCausedBy<OwnException>());
        Assert.True(details.IsCausedBy<InvalidOperationException>());
        Assert.All([typeof(SystemException), typeof(Exception)], type => Assert.True(details.IsCausedBy(type)));
    }

    [Fact]
    public void IsCausedBy_OtherTypesAndInnerFailures_AreFalse()
    {
        var details = TaskFailureDetails.FromException(new OwnException("own", new TimeoutException()));

        Assert.False(details.IsCausedBy<TimeoutException>());
        Assert.False(details.IsCausedBy<ArgumentException>());
    }

    [Theory]
    [InlineData("No.Such.Exception")]
    [InlineData("")]
    public void IsCausedBy_UnknownErrorType_IsFalse(string errorType)
    {
        Assert.False(new TaskFailureDetails(errorType, "lost", null, null, null).IsCausedBy<Exception>());
    }

    [Fact]
    public void IsCausedBy_NotAnException_Throws()
    {
        var details = TaskFailureDetails.FromException(new TimeoutException());

        Assert.Throws<ArgumentException>("targetBaseExceptionType", () => details.IsCausedBy(typeof(string)));
    }

    [Fact]
    public void Equals_AfterATypeWasLookedUp_IsUnchanged()
    {
        var (one, other) = (new TaskFailureDetails("System.TimeoutException", "a", null, null, null),
            new TaskFailureDetails("System.TimeoutException", "a", null, null, null));

        Assert.True(one.IsCausedBy<TimeoutException>());
        Assert.Equal(other, one);
    }

    [Fact]
    public void TaskFailedException_WithDetails_TellsTaskNumberAndReason()
    {
        var failed = new TaskFailedException("Send", 3, new TaskFailureDetails("T", "no answer", null, null, null));

        Assert.Equal("Task 'Send' (#3) failed with an unhandled exception: no answer", failed.Message);
        Assert.Null(failed.InnerException);
    }

    private sealed class OwnException(string message, Exception? inner) : InvalidOperationException(message, inner);
}
