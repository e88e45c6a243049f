using System.Net.Sockets;
using System.Text.RegularExpressions;
using Dazhou.DurableEngine.Stores;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Dazhou.FunctionsHost;

/// <summary>Turns the failures of a start that a person can mend into one message; any other stays an exception.</summary>
internal static partial class StartupFailures
{
    // The binder's exception has its parts only in its text.
    [GeneratedRegex("configuration value '(?<value>.*)' at '(?<path>[^']*)'", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BadValue();

    [GeneratedRegex(@"https?://[^\s/]*[^\s/:.]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();

    public static string? Explain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case StartupException:
                case StoreUnavailableException:
                    return e.Message;
                case AddressInUseException:
                    return PortMessage(Address().Match(exception.Message) is { Success: true } address ? address.Value : exception.Message, SocketError.AddressAlreadyInUse);
                case SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } denied:
                    return PortMessage(exception.Message, denied.SocketErrorCode);
                case OptionsValidationException invalid:
                    return "设置无效：" + string.Join("；", invalid.Failures);
                case InvalidOperationException when BadValue().Match(e.Message) is { Success: true } bad:
                    return $"设置 {bad.Groups["path"].Value} 的值“{bad.Groups["value"].Value}”无效。";
            }
        }

        return null;
    }

    public static string PortMessage(string where, SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => $"{where} 的端口已被其他程序占用。请停止该程序，或用 --port 另选端口。",
        SocketError.AccessDenied => $"没有权限监听 {where}。请用 --port 另选 1024 以上的端口。",
        _ => $"无法监听 {where}（{error}）。",
    };
}
