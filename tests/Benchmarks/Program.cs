namespace Benchmarks;

internal static class Program
{
    private const string Usage = """
        dotnet run -c Release --project tests/Benchmarks -- engine --store sqlite|memory --instances N --activities K [--parallel P]
        dotnet run -c Release --project tests/Benchmarks -- sleepers --instances N
        dotnet run -c Release --project tests/Benchmarks -- life --days D
        dotnet run -c Release --project tests/Benchmarks -- host --instances N --activities K [--parallel P]
        dotnet run -c Release --project tests/Benchmarks -- peers [--instances N] [--activities K] [--parallel P]
        dotnet run -c Release --project tests/Benchmarks -- portal --projects N [--live L] [--samples S]
        dotnet run -c Release --project tests/Benchmarks -- clock --projects N --days D [--piece P]
        """;

    private static async Task<int> Main(string[] args)
    {
        try
        {
            var options = new Arguments(args);
            switch (args.FirstOrDefault())
            {
                case "engine":
                    await EngineBenchmark.RunAsync(options);
                    return 0;
                case "sleepers":
                    await SleepersBenchmark.RunAsync(options);
                    return 0;
                case "host":
                    await HostBenchmark.RunAsync(options);
                    return 0;
                case "peers":
                    await Peers.PeersBenchmark.RunAsync(options);
                    return 0;
                case "portal":
                    await Portal.PortalBenchmark.RunAsync(options);
                    return 0;
                case "clock":
                    await Portal.ClockBenchmark.RunAsync(options);
                    return 0;
                case "life":
                    await LifeBenchmark.RunAsync(options);
                    return 0;
                default:
                    await Console.Error.WriteLineAsync(Usage);
                    return 2;
            }
        }
        catch (FormatException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message}{Environment.NewLine}{Usage}");
            return 2;
        }
    }
}
