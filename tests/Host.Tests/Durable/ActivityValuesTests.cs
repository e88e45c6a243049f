using Dazhou.FunctionsHost;
using Dazhou.FunctionsHost.Rpc;
using Google.Protobuf;

namespace Host.Tests.Durable;

public sealed class ActivityValuesTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("[\"x\"]", "\"x\"")]
    [InlineData(" [ {\"a\":[1,2]} ] ", "{\"a\":[1,2]}")]
    [InlineData("[[1,2]]", "[1,2]")]
    [InlineData("[null]", "null")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("[]", "[]")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    public void Input_IsTakenOutOfItsArrayOfOne(string? scheduled, string? sent) => Assert.Equal(sent, ActivityValues.Unwrap(scheduled));

    [Fact]
    public void Result_IsJson_WhateverItCameAs()
    {
        Assert.Equal("\"立项“批复”\"", ActivityValues.Result(new TypedData { String = "立项“批复”" }));
        Assert.Equal("{\"a\":1}", ActivityValues.Result(new TypedData { Json = "{\"a\":1}" }));
        Assert.Equal("\"AQI=\"", ActivityValues.Result(new TypedData { Bytes = ByteString.CopyFrom(1, 2) }));
        Assert.Equal("2.5", ActivityValues.Result(new TypedData { Double = 2.5 }));
        Assert.Equal("-3", ActivityValues.Result(new TypedData { Int = -3 }));
        Assert.Null(ActivityValues.Result(new TypedData()));
        Assert.Null(ActivityValues.Result(null));
    }

    [Fact]
    public void Failure_InJson_KeepsItsInnerFailures()
    {
        var failure = ActivityValues.Failure(Failed("""
            {"ErrorType":"System.InvalidOperationException","ErrorMessage":"活动失败","StackTrace":"at X","InnerFailure":{"ErrorType":"System.ArgumentException","ErrorMessage":"inner"},"IsNonRetriable":true}
            """.Trim()));
        Assert.Equal("System.InvalidOperationException", failure.ErrorType);
        Assert.Equal("活动失败", failure.ErrorMessage);
        Assert.Equal("at X", failure.StackTrace);
        Assert.True(failure.IsNonRetriable);
        Assert.Equal("inner", failure.InnerFailure.ErrorMessage);
    }

    [Theory]
    [InlineData("System.InvalidOperationException: broken\n   at F()", "System.InvalidOperationException", "broken")]
    [InlineData("just a text", "(unknown)", "just a text")]
    [InlineData("{not json", "(unknown)", "{not json")]
    public void Failure_InWords_IsSplitIntoTypeAndMessage(string message, string type, string text)
    {
        var failure = ActivityValues.Failure(Failed(message));
        Assert.Equal(type, failure.ErrorType);
        Assert.Equal(text, failure.ErrorMessage);
    }

    private static StatusResult Failed(string message) => new() { Exception = new WorkerException { Message = message } };
}
