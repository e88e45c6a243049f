using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SampleApp.Observing;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<MarkingMiddleware>();
builder.Services.AddSingleton<Recorder>();
builder.Services.AddScoped<Scoped>();
builder.Build().Run();
