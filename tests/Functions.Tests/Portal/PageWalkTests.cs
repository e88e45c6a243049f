using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>
/// Every page that the app registers, as its readers open it: WCAG 2.2 AA by axe on a desk and on a phone, no wider than the phone, not
/// heavier than 150 kB with its style sheet, and walked by the keyboard. A page that is added and has no example here fails.
/// </summary>
[Collection(nameof(Portal))]
public sealed partial class PageWalkTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Reader = "szjj.planning@dazhou.example";
    private const int MostBytes = 150 * 1024;

    /// <summary>Answers that are no page: files, parts of pages, programs' addresses.</summary>
    private static readonly Regex NoPage = NotPages();

    private readonly List<string> faults = [];

    /// <summary>The routes of all pages.</summary>
    private static IEnumerable<string> Routes => typeof(Gatekeeper).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetParameters())
        .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
        .Where(trigger => trigger?.Methods?.Contains("get") == true && !NoPage.IsMatch(trigger.Route!))
        .Select(trigger => trigger!.Route!)
        .Distinct(StringComparer.Ordinal);

    [SkippableFact]
    public async Task Pages_All_CanBeReadAndWalkedByEverybody()
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var examples = await new PageExamples(portal, Reader).MakeAsync();
        Assert.Empty(Routes.Except(examples.Keys, StringComparer.Ordinal));
        string[] addresses = [.. examples.Values.Union(PageExamples.StepsOf(examples["projects/new/{draft}/{step}"]), StringComparer.Ordinal)];
        await WeighAsync(addresses);
        foreach (var device in (string[])["desk", "phone"])
        {
            await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
            var cookie = (await portal.SessionOfAsync(Reader)).Split('=', 2);
            await context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = portal.Address.ToString() }]);
            var page = await context.NewPageAsync();
            foreach (var address in addresses)
            {
                await page.GotoAsync(address);
                faults.AddRange(await Axe.FaultsAsync(page, $"{device} {address}"));
                if (await page.EvaluateAsync<bool>("[...document.querySelectorAll('main details:not([open])')].map(it => it.open = true).length > 0"))
                    faults.AddRange(await Axe.FaultsAsync(page, $"{device} {address}, unfolded"));
                if (device != "desk")
                    continue;
                await WalkAsync(page, address);
                await SkipAsync(page, address);
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>The walk itself, on a page with a fault of each kind: without this, finding nothing would say nothing.</summary>
    [SkippableFact]
    public async Task Walk_OfAPageWithFaults_NamesEach()
    {
        Needs.Met(chromium.Missing);
        await using var context = await chromium.Browser!.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync("""
            <style>.bare { outline: none } .skip { position: absolute; left: -999px }</style>
            <a class="skip" href="#main">跳到正文</a>
            <main id="main"><button id="first">甲</button><button id="bare" class="bare">乙</button><button id="early" tabindex="1">丙</button></main>
            """);

        await WalkAsync(page, "here");

        Assert.Equal(
            ["here: by Tab BUTTON early comes where A #main stands", "here: the focus of BUTTON bare is not seen", "here: the skip link is not seen when it has the focus"],
            faults);
    }

    /// <summary>What a reader without script loads: the page and its style sheet.</summary>
    private async Task WeighAsync(IEnumerable<string> addresses)
    {
        var session = await portal.SessionOfAsync(Reader);
        foreach (var address in addresses)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Cookie", session }, { "Accept", "text/html" } } };
            using var answer = await portal.Http.SendAsync(request);
            // A way to another page, which is walked in its place.
            if (answer.StatusCode == System.Net.HttpStatusCode.SeeOther)
                continue;
            // An example that is not there would walk the page that says so, whatever its own looks like.
            if (!answer.IsSuccessStatusCode && address != PageExamples.Unknown)
                faults.Add($"{address}: {answer.StatusCode}");
            var page = await answer.Content.ReadAsByteArrayAsync();
            var sheet = Regex.Match(System.Text.Encoding.UTF8.GetString(page), "rel=\"stylesheet\" href=\"(?<sheet>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
            if (!sheet.Success)
            {
                faults.Add($"{address}: no page, {answer.StatusCode}");
                continue;
            }

            var style = await portal.Http.GetByteArrayAsync(sheet.Groups["sheet"].Value);
            // The local mailbox shows every mail of a development host and is no page of an office.
            if (page.Length + style.Length > MostBytes && address != "/dev/mailbox")
                faults.Add($"{address}: {(page.Length + style.Length) / 1024} kB");
        }
    }

    /// <summary>Tab by Tab from the skip link to the last control: each in its order, with a focus that is seen, and out again.</summary>
    private async Task WalkAsync(IPage page, string address)
    {
        var expected = await page.EvaluateAsync<string[]>(Watch);
        // A date has several stops, and beyond the last the browser itself follows.
        for (var i = 0; i < (expected.Length * 3) + 2; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (i >= expected.Length && await page.EvaluateAsync<bool>("window.walk.last === window.walk.controls.length - 1 && document.activeElement !== window.walk.controls.at(-1)"))
                break;
        }

        var walked = await page.EvaluateAsync<JsonElement>("({ seen: window.walk.seen, unseen: window.walk.unseen, skip: window.walk.skip })");
        var seen = walked.GetProperty("seen").EnumerateArray().Select(name => name.GetString()!).ToArray();
        if (!seen.Take(expected.Length).SequenceEqual(expected))
        {
            var at = Enumerable.Range(0, expected.Length).First(i => i >= seen.Length || seen[i] != expected[i]);
            faults.Add($"{address}: by Tab {seen.ElementAtOrDefault(at) ?? "nothing"} comes where {expected[at]} stands");
        }

        faults.AddRange(walked.GetProperty("unseen").EnumerateArray().Select(name => $"{address}: the focus of {name.GetString()} is not seen"));
        if (!walked.GetProperty("skip").GetBoolean())
            faults.Add($"{address}: the skip link is not seen when it has the focus");
    }

    /// <summary>The skip link leads into the text: what has the focus next stands in it, or after it where it has no control.</summary>
    private async Task SkipAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        if (await page.EvaluateAsync<bool>("document.activeElement.closest('header') !== null || location.hash !== '#main'"))
            faults.Add($"{address}: the skip link does not skip the header");
    }

    /// <summary>
    /// Names the controls in their order and notes where the focus comes; radio buttons of one name are one stop, what is folded away none.
    /// </summary>
    private const string Watch = """
        () => {
          const name = it => it.type === 'radio' ? 'radio ' + it.name : (it.tagName + ' ' + (it.id || it.name || it.getAttribute('href') || it.textContent.trim().slice(0, 30))).trim();
          const folded = it => { const fold = it.closest('details:not([open])'); return fold && !(it.tagName === 'SUMMARY' && it.parentElement === fold && !fold.parentElement.closest('details:not([open])')); };
          const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
            .filter(it => !it.disabled && it.tabIndex >= 0 && !folded(it) && it.checkVisibility());
          const controls = all.filter((it, i) => it.type !== 'radio' || all.findIndex(other => other.type === 'radio' && other.name === it.name && other.form === it.form) === i);
          const walk = window.walk = { controls, seen: [], unseen: [], last: -1, skip: false };
          addEventListener('focusin', event => {
            const it = event.target, style = getComputedStyle(it), at = name(it);
            if (it.classList.contains('skip')) walk.skip = it.getBoundingClientRect().left >= 0;
            if (walk.seen.at(-1) !== at) walk.seen.push(at);
            const index = controls.findIndex(other => name(other) === at);
            walk.last = Math.max(walk.last, controls.lastIndexOf(it) >= 0 ? controls.lastIndexOf(it) : index);
            const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            const box = it.getBoundingClientRect();
            if (!drawn || box.width === 0 || box.height === 0) walk.unseen.push(at);
          });
          const names = controls.map(name);
          return names.filter((it, i) => it !== names[i - 1]);
        }
        """;

    [GeneratedRegex("^api/|^assets/|/documents/|/files/|/file$|/progress$|[.]xlsx$|[.]docx$")]
    private static partial Regex NotPages();
}
