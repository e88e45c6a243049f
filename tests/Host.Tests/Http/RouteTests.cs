using Dazhou.FunctionsHost;

namespace Host.Tests.Http;

public sealed class RouteTests
{
    [Theory]
    [InlineData("", "hello/{name}", "/hello/{name}")]
    [InlineData("api", "hello", "/api/hello")]
    [InlineData("/api/", "/hello", "/api/hello")]
    [InlineData("", "", "/")]
    [InlineData("api", "{*rest}", "/api/{*rest}")]
    public void Route_StandsBelowThePrefix(string prefix, string route, string expected) => Assert.Equal(expected, HttpFunctions.Combine(prefix, route));
}
