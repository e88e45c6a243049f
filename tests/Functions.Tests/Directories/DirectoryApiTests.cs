using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using MiniExcelLibs;
using Moq;

namespace Functions.Tests.Directories;

public sealed class DirectoryApiTests : IDisposable
{
    private static readonly DirectoryRole[] Roles = [DirectoryRole.Operator, new(ExpertPool.Role, "评审专家"), new(SupervisingUnits.Role, "监督单位经办人")];

    private readonly DirectoryRecords full = new(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());
    private readonly DirectoryRecords empty = new(new MemoryTableStore(), TimeProvider.System);
    private readonly MemoryTableStore works = new();

    public void Dispose()
    {
        full.Dispose();
        empty.Dispose();
    }

    [Fact]
    public async Task Workbook_ExportedAndImportedElsewhere_IsTheSameDirectory()
    {
        await full.SaveSubstituteAsync(new SubstituteRow { Person = "vm-digital", Substitute = "vm-finance", From = new(2026, 3, 9), To = new(2026, 3, 20) });
        var (status, body) = await ImportAsync(empty, await ExportAsync(full));
        Assert.True(status == 200, body);
        Assert.Equal(await TextAsync(full), await TextAsync(empty));
        Assert.Equal("szjj.review", (await empty.FindByPostAsync("szjj", "审查科", new DateOnly(2026, 3, 9)))!.Person.Id);
    }

    [Theory]
    [InlineData("units")]
    [InlineData("people")]
    [InlineData("substitutes")]
    public async Task Csv_ExportedAndImportedAgain_ChangesNothing(string table)
    {
        await full.SaveSubstituteAsync(new SubstituteRow { Person = "vm-digital", Substitute = "vm-finance", From = new(2026, 3, 9), To = new(2026, 3, 20) });
        var before = await TextAsync(full);
        var csv = await CsvAsync(full, table);
        // Excel takes UTF-8 for what it is only with its mark.
        Assert.Equal([0xEF, 0xBB, 0xBF], csv[..3]);
        var (status, body) = await ImportAsync(full, csv, table);
        Assert.True(status == 200, body);
        Assert.True(Answers.Json(body).GetProperty(table).GetInt32() > 0);
        Assert.Equal(before, await TextAsync(full));
    }

    [Fact]
    public async Task Import_DayOfLeaving_IsKeptByFilesWithoutTheColumn()
    {
        const string Row = "szjj.review,审查科,szjj,审查科,szjj.review@dazhou.example";
        foreach (var file in (string[])[$"编号,姓名,单位编号,岗位,邮箱,离任日期\n{Row},2026年3月9日", $"编号,姓名,单位编号,岗位,邮箱\n{Row}"])
        {
            var (status, body) = await ImportAsync(full, Encoding.UTF8.GetBytes(file), "people");
            Assert.True(status == 200, body);
            Assert.Equal(new DateOnly(2026, 3, 9), (await full.FindPersonAsync("szjj.review"))!.LeftOn);
        }

        await ImportAsync(full, Encoding.UTF8.GetBytes($"编号,姓名,单位编号,岗位,邮箱,离任日期\n{Row},"), "people");
        Assert.Null((await full.FindPersonAsync("szjj.review"))!.LeftOn);
        var (refused, fault) = await ImportAsync(full, Encoding.UTF8.GetBytes($"编号,姓名,单位编号,岗位,邮箱,离任日期\n{Row},去年"), "people");
        Assert.Equal(422, refused);
        Assert.Contains("人员!F2：“离任日期”应为日期", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Specialty_IsKeptByFilesWithoutTheColumnAndMayBeEmpty()
    {
        const string Row = "expert-cost,造价评审专家,sggzyzx,造价评审专家,expert-cost@dazhou.example,expert";
        const string Header = "编号,姓名,单位编号,岗位,邮箱,角色";
        foreach (var file in (string[])[$"{Header},专业\n{Row},工程造价与成本", $"{Header}\n{Row}"])
        {
            var (status, body) = await ImportAsync(full, Encoding.UTF8.GetBytes(file), "people");
            Assert.True(status == 200, body);
            Assert.Equal("工程造价与成本", (await full.FindPersonAsync("expert-cost"))!.Specialty);
        }

        await ImportAsync(full, Encoding.UTF8.GetBytes($"{Header},专业\n{Row},"), "people");
        Assert.Null((await full.FindPersonAsync("expert-cost"))!.Specialty);
        Assert.Equal("造价评审专家", Assert.Single(await new ExpertPool(full).ReadAsync(), expert => expert.Id == "expert-cost").Specialty);
        var (refused, fault) = await ImportAsync(full, Encoding.UTF8.GetBytes($"{Header},专业\n{Row},{new string('长', 101)}"), "people");
        Assert.Equal(422, refused);
        Assert.Contains("人员!G2：“专业”不超过100字", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WrongCells_NamesEachAndWritesNothing()
    {
        var before = await TextAsync(full);
        const string File = """
            编号,姓名,单位编号,岗位,邮箱,角色
            good.one,好人,szjj,新岗位,good.one@dazhou.example,
            bad one,坏人,nowhere,岗|位,not-an-address,
            good.one,,szjj,新岗位,good.two@dazhou.example,
            formula,=1+1,szjj,新岗位,formula@dazhou.example,"admin、a b"
            """;
        var (status, body) = await ImportAsync(full, Encoding.UTF8.GetBytes(File));
        Assert.Equal(422, status);
        Assert.Equal(
            ["人员!A3", "人员!A4", "人员!B4", "人员!B5", "人员!C3", "人员!D3", "人员!E3", "人员!F5"],
            Errors(body).Select(error => error.Cell).Order(StringComparer.Ordinal));
        Assert.Contains("人员!C3：“单位编号”没有编号为nowhere的单位", Errors(body).Select(error => error.Message));
        Assert.Contains("人员!A4：“编号”good.one重复了", Errors(body).Select(error => error.Message));
        Assert.Equal(before, await TextAsync(full));
    }

    [Fact]
    public async Task Import_MailboxOfSomebodyElse_IsRefused()
    {
        const string Header = "编号,姓名,单位编号,岗位,邮箱,离任日期\n";
        var (status, body) = await ImportAsync(full, Encoding.UTF8.GetBytes(
            Header + "new.one,新来的,szjj,新岗位,SZJJ.Review@dazhou.example,\nnew.two,新来的,szjj,新岗位,new.two@dazhou.example,\nnew.three,新来的,szjj,新岗位,New.Two@dazhou.example,"));
        Assert.Equal(422, status);
        Assert.Equal(["人员!E2", "人员!E4"], Errors(body).Select(error => error.Cell));
        Assert.Contains("已是szjj.review的邮箱", Errors(body)[0].Message, StringComparison.Ordinal);

        // The mailbox of a post goes to whoever takes it over, and two people may exchange theirs.
        (status, body) = await ImportAsync(full, Encoding.UTF8.GetBytes(
            Header + "szjj.review,审查科,szjj,审查科,szjj.review@dazhou.example,2026-03-09\nnew.one,新来的,szjj,审查科,szjj.review@dazhou.example,"));
        Assert.True(status == 200, body);
    }

    [Fact]
    public async Task Import_RoleThatNobodyAsksFor_NamesThoseThatAre()
    {
        var (status, body) = await ImportAsync(full, "编号,姓名,单位编号,岗位,邮箱,角色\nnew.one,新来的,szjj,新岗位,new.one@dazhou.example,admin、experts"u8.ToArray());
        Assert.Equal(422, status);
        Assert.Equal("人员!F2：“角色”没有experts，可用的是admin（系统管理员）、expert（评审专家）、supervisor（监督单位经办人）", Assert.Single(Errors(body)).Message);
    }

    [Theory]
    [InlineData("编号,姓名,单位编号,岗位\na,b,szjj,d", "人员!1", "缺少“邮箱”列")]
    [InlineData("编号,姓名,单位编号,岗位,邮箱,职务\na,b,szjj,d,a@b.example,e", "人员!F1", "没有“职务”这一列")]
    [InlineData("编号,姓名,单位编号,岗位,邮箱,邮箱\na,b,szjj,d,a@b.example,e", "人员!F1", "重复")]
    [InlineData("编号,姓名,单位编号,岗位,邮箱\na,b,szjj,d,a@b.example,more", "人员!F2", "表头之外")]
    public async Task Import_WrongColumns_AreNamed(string file, string cell, string reason)
    {
        var (status, body) = await ImportAsync(full, Encoding.UTF8.GetBytes(file));
        Assert.Equal(422, status);
        var error = Assert.Single(Errors(body));
        Assert.Equal(cell, error.Cell);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Null(await full.FindPersonAsync("a"));
    }

    [Theory]
    [InlineData("新单位,市财政局,市级部门,", "单位!B2", "已是另一单位")]
    [InlineData("新单位,新的单位,委员会,", "单位!C2", "应为市级领导机关")]
    [InlineData("new,新的单位,县(市、区),nobody", "单位!D2", "没有编号为nobody的人员")]
    public async Task Import_WrongUnits_AreNamed(string row, string cell, string reason)
    {
        var (status, body) = await ImportAsync(full, Encoding.UTF8.GetBytes($"编号,名称,类别,分管领导编号\n{row}"), "units");
        Assert.Equal(422, status);
        Assert.Contains(Errors(body), error => error.Cell == cell && error.Message.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_CsvOfAChineseExcel_IsReadInItsEncoding()
    {
        var file = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!
            .GetBytes("编号,姓名,单位编号,岗位,邮箱\r\nszjj.new,新来的,szjj,新岗位,szjj.new@dazhou.example\r\n");
        Assert.Equal(200, (await ImportAsync(full, file)).Status);
        Assert.Equal("新来的", (await full.FindPersonAsync("szjj.new"))!.Name);
    }

    [Fact]
    public async Task Import_WorkbookWithDatesAsExcelKeepsThem_IsRead()
    {
        using var stream = new MemoryStream();
        stream.SaveAs(new Dictionary<string, object>
        {
            ["替岗"] = new[] { new { 人员编号 = "vm-digital", 替岗人编号 = "vm-finance", 起始日期 = new DateTime(2026, 3, 9), 截止日期 = new DateTime(2026, 3, 20) } },
        });
        var (status, body) = await ImportAsync(full, stream.ToArray());
        Assert.True(status == 200, body);
        Assert.Equal("vm-finance", (await full.FindByPostAsync("szf", "分管数字经济工作的副市长", new DateOnly(2026, 3, 20)))!.Person.Id);
    }

    [Fact]
    public async Task Import_WhatIsNoSheet_IsRefused()
    {
        Assert.Equal(400, (await ImportAsync(full, [])).Status);
        Assert.Equal(400, (await ImportAsync(full, Encoding.UTF8.GetBytes("PK no workbook"))).Status);
        Assert.Equal(404, (await ImportAsync(full, [65], "keys")).Status);
        Assert.Equal(413, (await ImportAsync(full, new byte[(5 * 1024 * 1024) + 1])).Status);
    }

    [Fact]
    public async Task Import_UnderWay_IsAnsweredWithWhereItsEndIsToldAndHowFarItIs()
    {
        var (status, body) = await BeginAsync(full, Encoding.UTF8.GetBytes("编号,姓名,单位编号,岗位,邮箱\na,b,szjj,d,a@b.example"), table: null, new Mock<DurableTaskClient>("idle").Object);
        Assert.Equal(202, status);
        var begun = Answers.Json(body);
        Assert.Equal($"/api/directory/imports/{begun.GetProperty("id").GetString()}", begun.GetProperty("href").GetString());

        (status, body) = await StandingAsync(full, begun.GetProperty("id").GetString()!);
        Assert.Equal((202, "Waiting"), (status, Answers.Json(body).GetProperty("state").GetString()));
        Assert.Null(await full.FindPersonAsync("a"));
        Assert.Equal(404, (await StandingAsync(full, "no-import")).Status);
    }

    [Fact]
    public async Task Export_OnTheWay_SaysHowManyAreReadAndOfHowMany()
    {
        var work = new WorkRow { Id = "w", Kind = DirectoryExportWork.Name, Title = "导出通讯录", By = "x", State = WorkState.Running, At = DateTimeOffset.UtcNow };
        await works.UpsertAsync(work);
        await new DirectoryExportWork(Transfer(full)).RunAsync("", new WorkProgress(works, work.Id), CancellationToken.None);

        var said = (await works.FindAsync<WorkRow>(work.Id, WorkRow.OnlyRowKey))!.Value;
        var content = await full.ReadAllAsync();
        Assert.Equal(content.Units.Count + content.People.Count, said.Total);
        Assert.InRange(said.Done, content.Units.Count + 1, said.Total!.Value);
        Assert.Equal($"已读取{said.Done}个单位和人员，共{said.Total}个。", said.Says);
    }

    private static (string Cell, string Message)[] Errors(string body) =>
        [.. Answers.Json(body).GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("field").GetString()!, error.GetProperty("message").GetString()!))];

    private static DirectoryTransfer Transfer(DirectoryRecords directory) => new(directory, Mock.Of<IAuditTrail>(), Roles, TimeProvider.System);

    private DirectoryApi Api(DirectoryRecords directory) =>
        new(Transfer(directory), new WorkDesk(works, TimeProvider.System, NullLogger<WorkDesk>.Instance));

    /// <summary>The answer to an import, or, where it was begun, what its address answers when it is done.</summary>
    private async Task<(int Status, string Body)> ImportAsync(DirectoryRecords directory, byte[] file, string? table = null)
    {
        var (status, body) = await BeginAsync(directory, file, table, Runner(directory));
        return status == 202 ? await StandingAsync(directory, Answers.Json(body).GetProperty("id").GetString()!) : (status, body);
    }

    private async Task<(int Status, string Body)> BeginAsync(DirectoryRecords directory, byte[] file, string? table, DurableTaskClient client)
    {
        var request = Answers.Request(table is null ? "" : $"?table={table}");
        request.Body = new MemoryStream(file);
        return await Answers.OfAsync(request, Api(directory).ImportAsync(request, client, CancellationToken.None));
    }

    private async Task<(int Status, string Body)> StandingAsync(DirectoryRecords directory, string id)
    {
        var asked = Answers.Request();
        return await Answers.OfAsync(asked, Api(directory).ImportedAsync(asked, id, CancellationToken.None));
    }

    /// <summary>Does the work where it is started.</summary>
    private DurableTaskClient Runner(DirectoryRecords directory)
    {
        var activities = new LongWorkActivities(works, [new DirectoryImportWork(Transfer(directory))], TimeProvider.System);
        var client = new Mock<DurableTaskClient>("runner");
        client.Setup(it => it.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Returns(async (TaskName _, object? work, StartOrchestrationOptions? options, CancellationToken cancellation) =>
            {
                await activities.RunWork((string)work!, cancellation);
                return options!.InstanceId!;
            });
        return client.Object;
    }

    private async Task<byte[]> ExportAsync(DirectoryRecords directory)
    {
        var request = Answers.Request();
        return await Answers.BytesOfAsync(request, Api(directory).ExportAsync(request, CancellationToken.None));
    }

    private async Task<byte[]> CsvAsync(DirectoryRecords directory, string table)
    {
        var request = Answers.Request();
        return await Answers.BytesOfAsync(request, Api(directory).ExportTableAsync(request, table, CancellationToken.None));
    }

    private static async Task<string> TextAsync(DirectoryRecords directory) =>
        JsonSerializer.Serialize(await directory.ReadAllAsync(), RecordJson.Options);
}
