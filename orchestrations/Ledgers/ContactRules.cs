using System.Text.RegularExpressions;
using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The contact person of a unit (达市府办发〔2023〕16号: 姓名、职务、联系电话).</summary>
/// <param name="Name">姓名</param>
/// <param name="Post">职务</param>
/// <param name="Phone">联系电话</param>
public sealed record ContactPerson(string? Name, string? Post, string? Phone);

/// <summary>Rules of contact persons and registers.</summary>
public static partial class ContactRules
{
    /// <summary>The document that requires contact persons.</summary>
    public const string Document = "达市府办发〔2023〕16号";

    /// <summary>Days for a unit that is asked again; our own value, since the document names none.</summary>
    internal const int DaysToNameAnother = 7;

    private const int LongestName = 30;
    private const int LongestPost = 50;
    private const int LongestTitle = 100;
    private const int MostUnits = 300;

    /// <summary>Returns the rules that a person breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(ContactPerson person)
    {
        var failures = new List<RuleFailure>();
        Require("name", "姓名", person.Name, LongestName);
        Require("post", "职务", person.Post, LongestPost);
        if (string.IsNullOrWhiteSpace(person.Phone))
            failures.Add(new("contact-phone", Document, "phone", "请填写联系电话"));
        else if (!Telephone().IsMatch(person.Phone.Trim()))
            failures.Add(new("contact-phone", Document, "phone", "联系电话应为11位手机号码，或者带区号的固定电话，例如0818-2100000，可加分机号"));
        return failures;

        void Require(string field, string label, string? value, int longest)
        {
            if (string.IsNullOrWhiteSpace(value))
                failures.Add(new($"contact-{field}", Document, field, $"请填写{label}"));
            else if (value.Trim().Length > longest)
                failures.Add(new($"contact-{field}", Document, field, $"{label}不超过{longest}个字"));
        }
    }

    /// <summary>Returns the rules that a definition breaks.</summary>
    /// <param name="definition">the definition</param>
    /// <param name="office">its office; null if the directory does not have it</param>
    /// <param name="units">its units, in its order; null for a unit missing in the directory</param>
    /// <param name="today">today, Asia/Shanghai</param>
    public static IReadOnlyList<RuleFailure> Check(
        ContactRegisterDefinition definition, UnitRow? office, IReadOnlyList<UnitRow?> units, DateOnly today)
    {
        var failures = new List<RuleFailure>();
        if (definition.Id is not { } id || !ContactSubject.Id().IsMatch(id))
            Fail("id", "编号由小写字母、数字和连字符组成，不超过40个字符，例如fangguanfu-2023");
        if (string.IsNullOrWhiteSpace(definition.Document) || definition.Document.Length > LongestTitle)
            Fail("document", "请填写要求报送的文件的发文字号");
        if (string.IsNullOrWhiteSpace(definition.Title) || definition.Title.Length > LongestTitle)
            Fail("title", $"请填写事项名称，不超过{LongestTitle}个字");
        if (office is null) Fail("office", $"通讯录中没有牵头单位“{definition.Office}”");
        if (definition.Due is not { } due || due < today) Fail("due", "截止日期应为今天或者以后的日期（yyyy-MM-dd）");
        if (units.Count is 0 or > MostUnits) Fail("units", $"请列出报送单位，最多{MostUnits}个");
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i] is not { } unit) Fail($"units[{i}]", $"通讯录中没有单位“{definition.Units![i]}”");
            else if (units.Take(i).Any(earlier => earlier?.Id == unit.Id)) Fail($"units[{i}]", $"单位“{unit.Name}”列了两次");
        }

        return failures;

        void Fail(string field, string message) => failures.Add(new($"register-{field}", Document, field, message));
    }

    /// <summary>A mobile number, or a number with area code and optional extension.</summary>
    [GeneratedRegex(@"^(1\d{10}|0\d{2,3}[-—－ ]?\d{7,8}([-—－转]\d{1,6})?)$")]
    private static partial Regex Telephone();
}
