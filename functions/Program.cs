using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Deadlines;
using Dazhou.Serverless.Functions.Health;
using Dazhou.Serverless.Functions.Home;
using Dazhou.Serverless.Functions.Mail;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Functions.Projects.Rehearsal;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Functions.Works;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (RehearseCommand.IsAsked(args))
    ContractWarmUp.Begin();

// Azure Functions and the local runtime start from the same lines (docs/adr/0001-one-source-two-runtimes.md).
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseWhen<Gatekeeper>(context => context.GetHttpContext() is not null);

builder.Services
    .AddAzureRecords()
    .AddDirectory()
    .AddDeadlines()
    .AddLinks()
    .AddApprovals()
    .AddProjects()
    .AddCommon()
    .AddMail()
    .AddLinkPages()
    .AddDeadlineApi()
    .AddProjectPages()
    .AddStaff()
    .AddHome()
    .AddWorks()
    .AddHealth();

if (RehearseCommand.IsAsked(args))
    builder.Logging.ClearProviders();
using var app = builder.Build();
if (RehearseCommand.IsAsked(args))
    return await RehearseCommand.RunAsync(app.Services, args);
await app.RunAsync();
return Environment.ExitCode;
