using System.Security.Cryptography;
using Dazhou.Serverless.Records;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Records;

/// <summary>Single fields, encrypted: opened at their place with their key, and nowhere and with nothing else.</summary>
public sealed class FieldCipherTests
{
    private static readonly string Old = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string New = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly FieldCipher cipher = new(FieldKeys.Read($"a:{Old}"));

    [Property]
    public bool Seal_AnyText_IsOpenedAtItsPlaceAndNeverTwiceTheSame(NonNull<string> text)
    {
        // A lone surrogate is no text and cannot be encoded.
        var written = new string([.. text.Get.Where(c => !char.IsSurrogate(c))]);
        var (one, other) = (cipher.Seal(written, "here"), cipher.Seal(written, "here"));
        return cipher.Open(one, "here") == written && cipher.Open(other, "here") == written && one != other;
    }

    [Fact]
    public void Open_AtAnotherPlaceOrChanged_Throws()
    {
        var text = cipher.Seal("某某", "here");
        Assert.DoesNotContain("某某", text, StringComparison.Ordinal);
        Assert.ThrowsAny<CryptographicException>(() => cipher.Open(text, "there"));
        for (var i = 2; i < text.Length - 1; i++)
        {
            var changed = $"{text[..i]}{(text[i] == 'A' ? 'B' : 'A')}{text[(i + 1)..]}";
            Assert.ThrowsAny<CryptographicException>(() => cipher.Open(changed, "here"));
        }

        Assert.ThrowsAny<CryptographicException>(() => cipher.Open("a.AAAA", "here"));
        Assert.ThrowsAny<CryptographicException>(() => cipher.Open("no key at all", "here"));
    }

    [Fact]
    public void Keys_Rotated_OpenWhatIsOldAndSealWithTheNewest()
    {
        var text = cipher.Seal("某某", "here");
        var rotated = new FieldCipher(FieldKeys.Read($"b:{New}, a:{Old}"));
        Assert.Equal("某某", rotated.Open(text, "here"));
        Assert.False(rotated.IsOfNewestKey(text));
        Assert.True(rotated.IsOfNewestKey(rotated.Seal("某某", "here")));
        Assert.ThrowsAny<CryptographicException>(() => new FieldCipher(FieldKeys.Read($"b:{New}")).Open(text, "here"));
        // Another key of the same name is another key.
        Assert.ThrowsAny<CryptographicException>(() => new FieldCipher(FieldKeys.Read($"a:{New}")).Open(text, "here"));
    }

    [Fact]
    public void Keys_None_SealNothing()
    {
        var none = new FieldCipher(FieldKeys.Read(null));
        Assert.False(none.IsReady);
        Assert.Throws<InvalidOperationException>(() => none.Seal("某某", "here"));
    }

    [Theory]
    [InlineData("a", "第1个密钥")]
    [InlineData("a:AAAA", "第1个密钥")]
    [InlineData("A:{0}", "第1个密钥")]
    [InlineData("a:{0},b:not base64", "第2个密钥")]
    [InlineData("a:{0},a:{0}", "名称“a”重复")]
    public void Keys_WronglyWritten_AreNamedWithoutRepeatingThem(string setting, string says)
    {
        var wrong = Assert.Throws<FormatException>(() => FieldKeys.Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, setting, Old)));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Old, wrong.Message, StringComparison.Ordinal);
    }
}
