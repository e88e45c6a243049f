using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Canteens;

/// <summary>Recalls of batches (达市府办发〔2023〕11号三（一）去向可追, （四）), with mails on the engine.</summary>
public sealed class RecallTests
{
    [Fact]
    public async Task Recall_OfABatch_ReachesEveryCanteenAndMealAndTellsEachOnce()
    {
        await using var office = await OpenAsync();
        var (one, two, other) = (Sample.Canteen("tcq-1"), Sample.Canteen("dcq-1", "dcq"), Sample.Canteen("wys-1", "wys"));
        foreach (var canteen in (CanteenRow[])[one, two, other]) await office.Get<CanteenBook>().KeepAsync(canteen, replace: false, canteen.County);
        await AppendAsync(office, one, [.. Sample.Way("B1")]);
        await AppendAsync(office, two, Sample.Entry("a", MovementType.In, "B1"));
        await AppendAsync(office, other, [.. Sample.Way("B2")]);

        var recall = await office.Get<Recalls>().RecallAsync(office.Client, "B1", "抽检不合格", "sscjgj", "sscjgj.office");
        await office.SettleAsync();

        Assert.Equal(["dcq-1", "tcq-1"], recall.Told!);
        Assert.Equal(["dcq.office", "tcq.office"], office.Post.Sent.Select(sent => sent.Mail.To.Address.Split('@')[0]).Order(StringComparer.Ordinal));
        var lines = (await office.Tables.ListAsync<OutboxRow>(Recalls.SubjectOf("B1"))).ToDictionary(mail => mail.Order.To.Person!, mail => mail.Order.Message.Lines.Select(line => line.Value));
        Assert.Equal(["2023年6月5日中白米饭"], lines["tcq.office"]);
        Assert.Empty(lines["dcq.office"]);

        // Again: who was told is not told twice, who got it since is.
        await AppendAsync(office, other, Sample.Entry("late", MovementType.In, "B1"));
        recall = await office.Get<Recalls>().RecallAsync(office.Client, "B1", "别的原因", "sscjgj", "sscjgj.office");
        await office.SettleAsync();
        Assert.Equal(["dcq-1", "tcq-1", "wys-1"], recall.Told!);
        Assert.Equal("抽检不合格", recall.Reason);
        Assert.Equal(3, office.Post.Sent.Count);
    }

    [Fact]
    public async Task Recall_WhoseRequestDied_IsToldByTheSweep()
    {
        await using var office = await OpenAsync();
        var canteen = Sample.Canteen("tcq-1");
        await office.Get<CanteenBook>().KeepAsync(canteen, replace: false, "tcq");
        await AppendAsync(office, canteen, Sample.Entry("a", MovementType.In, "B1"));
        await office.Tables.TryInsertAsync(new RecallRow { Batch = "B1", Reason = "抽检不合格", Unit = "sscjgj", By = "sscjgj", At = office.Now });

        Assert.Equal(0, await office.Get<Recalls>().SweepAsync(office.Client));
        await office.AdvanceToAsync("2023-06-05T12:02+08:00");
        Assert.Equal(1, await office.Get<Recalls>().SweepAsync(office.Client));
        Assert.Equal(0, await office.Get<Recalls>().SweepAsync(office.Client));
        await office.SettleAsync();
        Assert.Equal("tcq.office", Assert.Single(office.Post.Sent).Mail.To.Address.Split('@')[0]);
    }

    private static async Task AppendAsync(VirtualOffice office, CanteenRow canteen, params Movement[] entries) =>
        Assert.All(await office.Get<MovementBook>().AppendAsync(canteen, entries, canteen.Keeper, canteen.Keeper, _ => null), result => Assert.Equal(MovementOutcome.Written, result.Outcome));

    private static async Task<VirtualOffice> OpenAsync()
    {
        var office = await VirtualOffice.OpenAsync("2023-06-05T12:00+08:00", services =>
            services.AddCanteens().AddSingleton<IDirectory>(_ => new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read())));
        await office.Get<CanteenBook>().KeepAsync(Sample.SupplierRow, replace: false, "sscjgj");
        return office;
    }
}
