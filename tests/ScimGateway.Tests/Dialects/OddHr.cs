using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Dialects;

/// <summary>An HR system whose vendor has heard of SCIM: people with a login, Y and N, days as dd/MM/yyyy, phones of digits, one
/// text of roles, a department at the root, a manager by login, numbers for ids, PUT only, and no groups.</summary>
internal sealed class OddHr : Dialect
{
    private static readonly string[] Known = [
        "schemas",
        "id",
        "meta",
        "login",
        "fullName",
        "enabled",
        "born",
        "phone",
        "mail",
        "roleText",
        "department",
        "boss",
        "jobTitle",
        "contractorTitle",
        "kind",
    ];

    public override string Name => "odd-hr";

    protected override DialectAnswer Answer(DialectCall call) => (call.Method, call.Endpoint, call.Id) switch
    {
        ("GET", "people", null) => new DialectAnswer(200, new JsonObject
        {
            ["totalResults"] = Found(call).Count,
            ["Resources"] = new JsonArray([.. Found(call).Select(Shown)]),
        }),
        ("GET", "people", _) => new DialectAnswer(200, Shown(One(call))),
        ("POST", "people", null) => new DialectAnswer(201, Shown(Store("people", Checked(call.Body!, NewId())))),
        ("PUT", "people", { } id) => new DialectAnswer(200, Shown(Replace(One(call), Checked(call.Body!, id)))),
        ("DELETE", "people", _) => Delete(call),
        _ => throw new DialectRefusal(405, "no such service"),
    };

    protected override JsonObject Error(int status, string why) => new()
    {
        ["error"] = new JsonObject { ["msg"] = why, ["no"] = status },
    };

    private List<JsonObject> Found(DialectCall call)
    {
        if (call.Filter is not { } filter) return All("people");
        var tests = Tests(filter);
        if (tests is not [("login", var login)]) throw new DialectRefusal(400, "search by login only");
        return All("people").FindAll(one => one.At("login") == login);
    }

    private JsonObject Checked(JsonObject body, string id)
    {
        Know(body, Known);
        Require(body, "login", "fullName", "enabled", "kind");
        if (body.At("enabled") is not ("Y" or "N")) throw new DialectRefusal(400, "enabled is Y or N");
        if (body.At("kind") is not ("E" or "C")) throw new DialectRefusal(400, "kind is E or C");
        if (body.At("kind") == "C" && body["jobTitle"] is not null) throw new DialectRefusal(400, "a contractor has no jobTitle");
        if (
            body.At("born") is { } born
            && !DateOnly.TryParseExact(born, "dd/MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        )
            throw new DialectRefusal(400, "born is dd/MM/yyyy");
        if (body.At("phone") is { } phone && !phone.All(char.IsAsciiDigit)) throw new DialectRefusal(400, "phone is digits");
        if (body.At("login") is { } login && login.Any(char.IsUpper)) throw new DialectRefusal(400, "login is lower case");
        if (body.At("boss") is { } boss && !All("people").Exists(one => one.At("login") == boss))
            throw new DialectRefusal(400, "boss is nobody's login");
        if (All("people").Exists(one => one.At("id") != id && one.At("login") == body.At("login")))
            throw new DialectRefusal(400, "login already exists");
        var person = (JsonObject)body.DeepClone();
        person.Remove("schemas");
        person.Remove("meta");
        person["id"] = id;
        return person;
    }

    private static JsonObject Replace(JsonObject stored, JsonObject wanted)
    {
        stored.Clear();
        foreach (var (name, value) in wanted) stored[name] = value?.DeepClone();
        return stored;
    }

    private DialectAnswer Delete(DialectCall call)
    {
        All("people").Remove(One(call));
        return new DialectAnswer(200, new JsonObject { ["ok"] = true });
    }

    private static JsonObject Shown(JsonObject stored)
    {
        var shown = (JsonObject)stored.DeepClone();
        shown["id"] = int.Parse(stored.At("id")!, CultureInfo.InvariantCulture);
        return shown;
    }
}
