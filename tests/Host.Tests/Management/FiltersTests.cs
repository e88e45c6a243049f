using Dazhou.FunctionsHost;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Host.Tests.Management;

/// <summary>A filter that cannot be read is refused; one that fell away would purge everything.</summary>
public sealed class FiltersTests
{
    [Fact]
    public void Statuses_MayBeListedOrRepeated()
    {
        var request = Request("?runtimeStatus=failed,Completed&runtimeStatus=Terminated");
        Assert.Equal(
            [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated],
            Filters.Statuses(request, "runtimeStatus"));
    }

    [Theory]
    [InlineData("?runtimeStatus=Complete")]
    [InlineData("?runtimeStatus=Completed,Faild")]
    [InlineData("?runtimeStatus=1")]
    public void Status_ThatIsNone_IsRefused(string query) =>
        Assert.Equal("runtimeStatus", Assert.Throws<BadRequestException>(() => Filters.Statuses(Request(query), "runtimeStatus")).Field);

    [Fact]
    public void Time_WithoutZone_IsUtc() =>
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Filters.Time(Request("?t=2026-03-02"), "t"));

    [Theory]
    [InlineData("?t=yesterday")]
    [InlineData("?t=2026-13-01")]
    public void Time_ThatIsNone_IsRefused(string query) => Assert.Throws<BadRequestException>(() => Filters.Time(Request(query), "t"));

    [Theory]
    [InlineData("?top=0")]
    [InlineData("?top=-1")]
    [InlineData("?top=ten")]
    public void Count_ThatIsNone_IsRefused(string query) => Assert.Throws<BadRequestException>(() => Filters.Count(Request(query), "top"));

    [Fact]
    public void Absence_IsNoFilter()
    {
        var request = Request("?runtimeStatus=&t=&top=&f=");
        Assert.Null(Filters.Statuses(request, "runtimeStatus"));
        Assert.Null(Filters.Time(request, "t"));
        Assert.Null(Filters.Count(request, "top"));
        Assert.Null(Filters.Flag(request, "f"));
    }

    private static HttpRequest Request(string query)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new QueryString(query);
        return http.Request;
    }
}
