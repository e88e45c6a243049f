using System.Text.Json;
using Microsoft.DurableTask.Converters;

namespace Dazhou.LocalRuntime.Tests.Abstractions;

public sealed class JsonDataConverterTests
{
    [Fact]
    public void Serialize_Default_KeepsNamesAsDeclaredAndFields()
    {
        Assert.Equal("""{"Name":"a","Count":2}""", JsonDataConverter.Default.Serialize(new Sample { Name = "a", Count = 2 }));
    }

    [Fact]
    public void Deserialize_Default_MindsTheCaseOfNames()
    {
        var sample = JsonDataConverter.Default.Deserialize<Sample>("""{"name":"a","Count":2}""");

        Assert.Equal((null, 2), (sample.Name, sample.Count));
    }

    [Fact]
    public void Deserialize_Nothing_IsTheDefaultOfTheType()
    {
        Assert.Null(JsonDataConverter.Default.Serialize(null));
        Assert.Null(JsonDataConverter.Default.Deserialize(null, typeof(int)));
        Assert.Equal(0, JsonDataConverter.Default.Deserialize<int>(null));
        Assert.Null(JsonDataConverter.Default.Deserialize<Sample>("null"));
    }

    [Fact]
    public void Serialize_OwnOptions_AreUsed()
    {
        Assert.Equal("""{"name":"a"}""", new JsonDataConverter(JsonSerializerOptions.Web).Serialize(new Sample { Name = "a", Count = 2 }));
    }

    private sealed class Sample
    {
        public int Count;

        public string? Name { get; set; }
    }
}
