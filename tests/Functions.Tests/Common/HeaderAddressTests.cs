using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Common;

public sealed class HeaderAddressTests
{
    [Theory]
    [InlineData("/projects/abc-1?stage=Publicity&after=x%20y", "/projects/abc-1?stage=Publicity&after=x%20y")]
    [InlineData("/works/市", "/works/%E5%B8%82")]
    [InlineData("/works/a\r\nSet-Cookie: x", "/works/a%0D%0ASet-Cookie:%20x")]
    [InlineData("/works/\0", "/works/%00")]
    [InlineData("/works/\"<>\\", "/works/%22%3C%3E%5C")]
    public void Address_WithWhatSomebodyTyped_GoesIntoAHeader(string address, string header) => Assert.Equal(header, HeaderAddress.Of(address));

    [Fact]
    public void Part_DoesNotEndThePart() => Assert.Equal("a%2Fb%3Fc", HeaderAddress.Part("a/b?c"));
}
