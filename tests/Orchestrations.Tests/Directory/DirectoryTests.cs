using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Directories;

public sealed class DirectoryTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 9);

    private readonly MemoryTableStore _tables = new();
    private readonly DirectoryRecords _directory;

    private readonly UnitKeyBook _keys;

    public DirectoryTests()
    {
        _directory = new DirectoryRecords(_tables, TimeProvider.System, DirectorySample.Read());
        _keys = new UnitKeyBook(_tables, TimeProvider.System);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Sample_Addresses_LeadNowhereAndNamesAreUnique()
    {
        var sample = DirectorySample.Read();
        Assert.All(sample.People, person => Assert.EndsWith("@dazhou.example", person.Mail));
        Assert.Equal(sample.Units.Count, sample.Units.Select(unit => unit.Name).Distinct().Count());
        Assert.Equal(sample.People.Count, sample.People.Select(person => person.Mail).Distinct().Count());
    }

    [Fact]
    public void Sample_CountyLevel_IsTheNineUnits()
    {
        var county = DirectorySample.Read().Units.Where(unit => unit.Kind is UnitKind.County or UnitKind.Park).Select(unit => unit.Name);
        Assert.Equal(["通川区", "达川区", "万源市", "宣汉县", "开江县", "大竹县", "渠县", "达州高新区", "达州东部经开区"], county);
    }

    [Fact]
    public async Task Sample_EveryMunicipalUnit_HasSupervisorAndProjectContact()
    {
        await foreach (var unit in _directory.UnitsAsync())
        {
            if (unit.Kind is not (UnitKind.Department or UnitKind.Institution or UnitKind.StateOwnedEnterprise))
                continue;
            Assert.True(await _directory.FindSupervisorAsync(unit.Id, Today) is not null, unit.Name);
            Assert.True(await _directory.FindByPostAsync(unit.Id, "项目负责人", Today) is not null, unit.Name);
        }
    }

    [Theory]
    [InlineData("szjj", "szjj")]
    [InlineData("市数字经济局", "szjj")]
    [InlineData("市政管局", "szgfj")]
    [InlineData("市发改委", "sfgw")]
    [InlineData("没有这个单位", null)]
    [InlineData("", null)]
    public async Task FindUnit_ByIdNameOrAlias_IsOne(string asked, string? id) =>
        Assert.Equal(id, (await _directory.FindUnitAsync(asked))?.Id);

    [Fact]
    public async Task Person_WhoLeft_HoldsNoPostFromThatDayAndKeepsTheName()
    {
        var reviewer = (await _directory.FindPersonAsync("szjj.review"))!;
        await _directory.SavePersonAsync(reviewer with { LeftOn = Today });
        Assert.Equal("szjj.review", (await _directory.FindByPostAsync("szjj", "审查科", Today.AddDays(-1)))!.Person.Id);
        Assert.Null(await _directory.FindByPostAsync("szjj", "审查科", Today));

        // Whoever comes after has a later id and, as offices do, the same address.
        await _directory.SavePersonAsync(reviewer with { Id = "szjj.review2", Name = "新任审查科" });

        Assert.Equal("szjj.review2", (await _directory.FindByPostAsync("szjj", "审查科", Today))!.Person.Id);
        Assert.Equal("szjj.review2", (await _directory.FindPersonByMailAsync(reviewer.Mail))!.Id);
        Assert.Equal(reviewer.Name, (await _directory.FindPersonAsync("szjj.review"))!.Name);
        var colleagues = new List<string>();
        await foreach (var person in _directory.PeopleOfAsync("szjj")) colleagues.Add(person.Id);
        Assert.Contains("szjj.review2", colleagues);
        Assert.DoesNotContain("szjj.review", colleagues);
    }

    [Fact]
    public async Task Person_WhoLeft_SupervisesNothingStandsInForNobodyAndIsInNoRole()
    {
        await SubstituteAsync("vm-digital", "vm-finance", "2026-03-09", "2026-03-20");
        await LeaveAsync("vm-finance");
        Assert.Equal("vm-digital", (await _directory.FindSupervisorAsync("szjj", Today))!.Person.Id);
        await LeaveAsync("vm-digital");
        Assert.Null(await _directory.FindSupervisorAsync("szjj", Today));
        await LeaveAsync("expert-cloud");
        await foreach (var expert in _directory.PeopleInRoleAsync("expert")) Assert.NotEqual("expert-cloud", expert.Id);
    }

    [Fact]
    public async Task Session_OfAPersonWhoLeft_IsNobodys()
    {
        var sessions = new StaffSessions(_tables, _directory, TimeProvider.System);
        var session = await sessions.BeginAsync("szjj.review");
        Assert.Equal("szjj.review", (await sessions.FindAsync(session))!.Id);

        await LeaveAsync("szjj.review");

        Assert.Null(await sessions.FindAsync(session));
    }

    [Fact]
    public async Task FindByPost_Holder_ActsAloneWithoutSubstitute()
    {
        var incumbent = (await _directory.FindByPostAsync("szjj", "审查科", Today))!;
        Assert.Equal("szjj.review", incumbent.Person.Id);
        Assert.Null(incumbent.InsteadOf);
        Assert.Null(await _directory.FindByPostAsync("szjj", "审查", Today));
    }

    [Theory]
    [InlineData("2026-03-08", "vm-digital")]
    [InlineData("2026-03-09", "vm-finance")]
    [InlineData("2026-03-20", "vm-finance")]
    [InlineData("2026-03-21", "vm-digital")]
    public async Task FindSupervisor_DuringAbsence_IsTheSubstituteOnItsDays(string on, string acting)
    {
        await SubstituteAsync("vm-digital", "vm-finance", "2026-03-09", "2026-03-20");
        var incumbent = (await _directory.FindSupervisorAsync("szjj", DateOnly.Parse(on)))!;
        Assert.Equal(acting, incumbent.Person.Id);
        Assert.Equal(acting == "vm-digital" ? null : "vm-digital", incumbent.InsteadOf?.Id);
    }

    [Fact]
    public async Task FindSupervisor_SubstituteAbsentToo_IsTheNextOne()
    {
        await SubstituteAsync("vm-digital", "vm-finance", "2026-03-01", "2026-03-31");
        await SubstituteAsync("vm-finance", "vm-market", "2026-03-09", "2026-03-09");
        Assert.Equal("vm-market", (await _directory.FindSupervisorAsync("szjj", Today))!.Person.Id);
    }

    [Fact]
    public async Task FindSupervisor_TwoStandInForEachOther_EndsAtTheHolder()
    {
        await SubstituteAsync("vm-digital", "vm-finance", "2026-03-01", "2026-03-31");
        await SubstituteAsync("vm-finance", "vm-digital", "2026-03-01", "2026-03-31");
        Assert.Equal("vm-finance", (await _directory.FindSupervisorAsync("szjj", Today))!.Person.Id);
    }

    [Fact]
    public async Task SaveSubstitute_Oneself_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => SubstituteAsync("mayor", "mayor", "2026-03-01", "2026-03-31"));

    [Fact]
    public async Task SavePerson_WhoMovesOn_HoldsTheNewPostOnly()
    {
        var person = (await _directory.FindPersonAsync("szjj.review"))!;
        await _directory.SavePersonAsync(person with { Unit = "szj", Post = "评审" });
        Assert.Null(await _directory.FindByPostAsync("szjj", "审查科", Today));
        Assert.Equal("szjj.review", (await _directory.FindByPostAsync("szj", "评审", Today))!.Person.Id);
    }

    [Fact]
    public async Task FindByPost_PointerLeftByACrash_IsNotBelieved()
    {
        Assert.NotNull(await _directory.FindUnitAsync("szjj"));
        await _tables.UpsertAsync(new PostRow { Unit = "szjj", Post = "总工", Person = "mayor" });
        Assert.Null(await _directory.FindByPostAsync("szjj", "总工", Today));
    }

    [Fact]
    public async Task UnitKey_Issued_OpensItsUnitAndIsKeptOnlyAsHash()
    {
        var key = (await _keys.IssueAsync("sscjgj")).Key;
        Assert.Equal("sscjgj", (await _directory.FindUnitByKeyAsync(key))!.Id);
        Assert.Null(await _directory.FindUnitByKeyAsync(key + "x"));
        Assert.Null(await _directory.FindUnitByKeyAsync("dazhou-development-unit-key"));
        Assert.Null(await _tables.FindAsync<UnitKeyRow>(key, UnitKeyRow.OnlyRowKey));
    }

    [Fact]
    public async Task UnitKey_Withdrawn_OpensNothingAndTheOthersStay()
    {
        var (first, row) = await _keys.IssueAsync("sscjgj");
        var (second, _) = await _keys.IssueAsync("sscjgj");
        await _directory.FindUnitByKeyAsync(first);
        Assert.Equal([true, false], (await _keys.OfAsync("sscjgj")).OrderBy(key => key.Id != row.Id).Select(key => key.LastUsed is not null));

        Assert.False(await _keys.WithdrawAsync("szjj", row.Id), "Another unit's key is not this unit's to withdraw.");
        Assert.True(await _keys.WithdrawAsync("sscjgj", row.Id));
        Assert.False(await _keys.WithdrawAsync("sscjgj", row.Id));

        Assert.Null(await _directory.FindUnitByKeyAsync(first));
        Assert.Equal("sscjgj", (await _directory.FindUnitByKeyAsync(second))!.Id);
        Assert.NotEqual(row.Id, Assert.Single(await _keys.OfAsync("sscjgj")).Id);
    }

    [Fact]
    public async Task UnitKey_MadeBeforeKeysWereListed_IsListedOnceItIsUsed()
    {
        var (key, row) = await _keys.IssueAsync("sscjgj");
        await _tables.DeleteAsync<UnitKeyByUnitRow>("sscjgj", row.Id);
        Assert.Empty(await _keys.OfAsync("sscjgj"));

        await _directory.FindUnitByKeyAsync(key);

        Assert.Equal(row.Id, Assert.Single(await _keys.OfAsync("sscjgj")).Id);
    }

    [Fact]
    public async Task Fill_DirectoryThatHasUnits_IsLeftAsItIs()
    {
        var tables = new MemoryTableStore();
        await tables.UpsertAsync(new UnitRow { Id = "own", Name = "自建单位", Kind = UnitKind.Department });
        using var directory = new DirectoryRecords(tables, TimeProvider.System, DirectorySample.Read());
        Assert.Null(await directory.FindUnitAsync("szjj"));
        Assert.NotNull(await directory.FindUnitAsync("own"));
    }

    [Fact]
    public async Task Fill_AskedByManyAtOnce_FillsOnce()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _directory.FindUnitAsync("szjj"))));
        Assert.All(found, Assert.NotNull);
    }

    [Fact]
    public async Task WithoutSample_EmptyDirectory_StaysEmpty()
    {
        using var directory = new DirectoryRecords(new MemoryTableStore(), TimeProvider.System);
        Assert.Null(await directory.FindUnitAsync("szjj"));
    }

    [Theory]
    [InlineData("""{"units":[],"people":[{"id":"a","name":"a","unit":"x","post":"p","mail":"a@b.example"}]}""")]
    [InlineData("""{"units":[{"id":"x","name":"x","kind":"Department","supervisor":"nobody"}],"people":[]}""")]
    [InlineData("""{"units":[{"id":"x","name":"x","kind":"Department"},{"id":"x","name":"y","kind":"Department"}],"people":[]}""")]
    public void Read_FileThatContradictsItself_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => DirectorySample.Read(new MemoryStream(Encoding.UTF8.GetBytes(json))));

    private async Task LeaveAsync(string person) =>
        await _directory.SavePersonAsync((await _directory.FindPersonAsync(person))! with { LeftOn = Today });

    private Task SubstituteAsync(string person, string substitute, string from, string to) => _directory.SaveSubstituteAsync(
        new SubstituteRow { Person = person, Substitute = substitute, From = DateOnly.Parse(from), To = DateOnly.Parse(to) });
}
