using Dazhou.Serverless.Canteens;

namespace Orchestrations.Tests.Canteens;

/// <summary>Rules of entries (达市府办发〔2023〕11号三（一）, （二）).</summary>
public sealed class MovementRulesTests
{
    private static readonly DateTimeOffset Now = new(2023, 6, 5, 8, 0, 0, ChinaTime.Offset);

    [Fact]
    public void Check_EachKindInOrder_IsTaken()
    {
        foreach (var entry in Sample.Way("B1")) Assert.Empty(MovementRules.Check(entry, corrected: null, Now));
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "id", "" }, { "id", "a b" }, { "id", new string('a', 61) },
        { "batch", "" }, { "batch", "a|b" }, { "batch", new string('批', 61) },
        { "item", "" }, { "item", "大\n米" }, { "item", new string('米', 61) }, { "item", "米|面" },
        { "quantity", "0" }, { "quantity", "-1" }, { "quantity", "1000000.001" }, { "quantity", "0.0001" },
        { "unit", " " },
        { "price", "-0.01" },
        { "at", "2023-06-05T08:10:01+08:00" },
        { "by", "" }, { "by", "库管员、库管员" }, { "by", "甲、乙、丙、丁、戊、己" },
        { "certificate", "证\t一" }, { "origin", "" },
        { "expires", "2023-06-01" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_FaultOfAField_IsNamedWithItsArticle(string field, string value)
    {
        var failure = Assert.Single(MovementRules.Check(Sample.With(Sample.Entry("p", MovementType.Purchase, "B1") with { Produced = new(2023, 6, 2) }, field, value), corrected: null, Now));

        Assert.Equal(field, failure.Field);
        Assert.StartsWith("三（", failure.Article, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quantity", "1000000")]
    [InlineData("quantity", "0.001")]
    [InlineData("price", "0")]
    [InlineData("at", "2023-06-05T08:10:00+08:00")]
    [InlineData("expires", "2023-06-02")]
    public void Check_AtTheBoundary_IsTaken(string field, string value) =>
        Assert.Empty(MovementRules.Check(Sample.With(Sample.Entry("p", MovementType.Purchase, "B1") with { Produced = new(2023, 6, 2) }, field, value), corrected: null, Now));

    [Fact]
    public void Check_WhatAKindNeeds_IsAskedOfItAlone()
    {
        Assert.Equal("by", Only(Sample.Entry("r", MovementType.Receipt, "B1") with { By = ["库管员"] }));
        Assert.Null(Only(Sample.Entry("i", MovementType.In, "B1") with { By = ["库管员"] }));
        Assert.Equal("supplier", Only(Sample.Entry("d", MovementType.Delivery, "B1") with { Supplier = null }));
        Assert.Equal("price", Only(Sample.Entry("p", MovementType.Purchase, "B1") with { Price = null }));
        Assert.Null(Only(Sample.Entry("d", MovementType.Delivery, "B1") with { Price = null }));
        Assert.Equal("meal", Only(Sample.Entry("i", MovementType.In, "B1") with { Meal = "早" }));
        Assert.Equal("meal", Only(Sample.Entry("x", MovementType.Dish, "B1") with { Meal = "夜" }));
        Assert.Equal("corrects", Only(Sample.Entry("i", MovementType.In, "B1") with { Corrects = "p" }));
    }

    [Fact]
    public void Check_Correction_IsOfWhatWouldStand()
    {
        var corrected = Sample.Entry("i", MovementType.In, "B1");
        var correction = new Movement { Id = "k", Type = MovementType.Correction, Corrects = "i", Reason = "称重有误", Quantity = 49.5m };
        Assert.Empty(MovementRules.Check(correction, corrected, Now));
        // Cancelled: only a correction may say 0.
        Assert.Empty(MovementRules.Check(correction with { Quantity = 0 }, corrected, Now));
        Assert.Equal("quantity", Assert.Single(MovementRules.Check(correction with { Quantity = -1 }, corrected, Now)).Field);
        Assert.Equal("reason", Assert.Single(MovementRules.Check(correction with { Reason = null }, corrected, Now)).Field);
        Assert.Equal("corrects", Assert.Single(MovementRules.Check(correction, corrected: null, Now)).Field);
        Assert.Equal("corrects", Assert.Single(MovementRules.Check(correction with { Corrects = null }, corrected: null, Now)).Field);
        // A receipt corrected to one person is none.
        Assert.Equal("by", Assert.Single(MovementRules.Check(correction with { By = ["库管员"] }, Sample.Entry("r", MovementType.Receipt, "B1"), Now)).Field);
    }

    private static string? Only(Movement entry) => MovementRules.Check(entry, corrected: null, Now).SingleOrDefault()?.Field;
}
