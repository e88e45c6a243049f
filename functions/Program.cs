using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Evacuations;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Campaigns;
using Dazhou.Serverless.Functions.Canteens;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Deadlines;
using Dazhou.Serverless.Functions.Directory;
using Dazhou.Serverless.Functions.Evacuations;
using Dazhou.Serverless.Functions.Health;
using Dazhou.Serverless.Functions.Home;
using Dazhou.Serverless.Functions.Ledgers;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Functions.Mail;
using Dazhou.Serverless.Functions.ProblemCases;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Functions.Works;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

if (RehearseCommand.IsAsked(args))
    return await RehearseCommand.RunAsync(args, [new ProjectRehearsals(), new CampaignRehearsals(), new LedgerRehearsals()]);

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseEnvironmentOfHost();
builder.UseWhen<Gatekeeper>(Gatekeeper.Guards);
builder.AddTelemetry();

builder.Services
    .AddAzureRecords()
    .AddDirectory()
    .AddDeadlines()
    .AddLinks()
    .AddApprovals()
    .AddProjects()
    .AddLedgers()
    .AddCampaigns()
    .AddProblemCases()
    .AddEvacuations()
    .AddCanteens()
    .AddCommon()
    .AddMail()
    .AddLinkPages()
    .AddSubmissionPages()
    .AddApprovalPages()
    .AddDeadlineApi()
    .AddProjectPages()
    .AddLedgerPages()
    .AddCampaignPages()
    .AddProblemPages()
    .AddEvacuationPages()
    .AddCanteenPages()
    .AddStaff()
    .AddHome()
    .AddWorks()
    .AddRehearsals()
    .AddDirectoryPages()
    .AddHealth();

using var app = builder.Build();
try
{
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException wrong)
{
    await Console.Error.WriteLineAsync("无法启动：设置无效：" + string.Join("；", wrong.Failures));
    return 1;
}
