namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app begins.</summary>
public class FunctionsApplication
{
    /// <summary>Creates the builder of the app. Nothing starts before the built host does.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
