using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>An office in which people answer as a rehearsal's script says, while the test moves the clock and looks into the records.</summary>
internal static class LivingOffice
{
    public static Task<VirtualOffice> OpenAsync(string start, RehearsalScript? script = null) =>
        VirtualOffice.OpenAsync($"{start}T00:00+08:00", services =>
        {
            services.AddApprovals().AddProjects();
            services.AddSingleton<IDirectory>(_ => new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read()));
            services.AddSingleton(script ?? RehearsalScript.Default);
            services.AddSingleton<IRehearsedSystem, RehearsedProject>();
            services.AddSingleton<RehearsalMail>();
            services.AddSingleton<IMailComposer>(provider => provider.GetRequiredService<RehearsalMail>());
            services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<RehearsalMail>());
        });

    /// <summary>A project; without a policy it begins with the leadership, as tests of what comes after it need.</summary>
    public static async Task<ProjectRow> ApplyAsync(this VirtualOffice office, ProjectApplication application, ProjectPolicy? policy = null, string key = "life")
    {
        var unit = await office.Get<IDirectory>().FindUnitAsync(application.Unit!);
        var receipt = await office.Get<ProjectIntake>().SubmitAsync(office.Client, application, unit!, key, policy ?? new());
        Assert.Empty(receipt.Failures);
        await office.SettleAsync();
        return receipt.Project!;
    }

    public static async Task<SubmissionReceipt> HandInAsync(
        this VirtualOffice office, ProjectRow project, string step, object content, string by = "sscjgj.project", string? key = null)
    {
        var kind = SubmissionKinds.Of(step);
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = project.Id,
            Step = step,
            Data = JsonSerializer.Serialize(content, ProjectJson.Options),
            Files = RehearsalContent.FilesOf(kind),
            By = by,
            Key = key,
        });
        await office.SettleAsync();
        return receipt;
    }

    public static async Task<ProjectLedgerRow> LedgerAsync(this VirtualOffice office, ProjectRow project) =>
        (await office.Tables.FindAsync<ProjectLedgerRow>(project.Id, ProjectLedgerRow.OnlyRowKey))!.Value;

    public static async Task<string> StageAsync(this VirtualOffice office, ProjectRow project) =>
        (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!.Stage;

    public static async Task<IReadOnlyList<string>> AskedAsync(this VirtualOffice office, ProjectRow project)
    {
        var open = new List<string>();
        await foreach (var row in office.Tables.ReadPartitionAsync<AskRow>(project.Id))
        {
            if (row.Value.End is null) open.Add(row.Value.RowKey);
        }

        return open;
    }
}
