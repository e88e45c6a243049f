using Dazhou.FunctionsHost;

namespace Host.Tests.Http;

public sealed class ImpossibleAddressTests
{
    [Theory]
    [InlineData("/projects/%00", "/projects/%EF%BF%BD")]
    [InlineData("/a%00b/%00?c=%00", "/a%EF%BF%BDb/%EF%BF%BD?c=%EF%BF%BD")]
    [InlineData("/projects/%0", null)]
    [InlineData("//elsewhere.example/%00", null)]
    [InlineData("/\\elsewhere.example/%00", null)]
    [InlineData("http://elsewhere.example/%00", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Instead_OfAnAddressWithANull_IsOneOnThisSite(string? target, string? instead) => Assert.Equal(instead, ImpossibleAddress.Instead(target));
}
