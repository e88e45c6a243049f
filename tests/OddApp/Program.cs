using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

// An app with HTTP functions has to ask for this; one that forgot is an oddity too.
if (Environment.GetEnvironmentVariable("ODD_WITHOUT_WEB") is null)
    builder.ConfigureFunctionsWebApplication();
if (Environment.GetEnvironmentVariable("ODD_FAILURE") is { Length: > 0 } failure)
    throw new InvalidOperationException(failure);
builder.Build().Run();
