using System.Text;
using System.Text.Json;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Tests.Json;

/// <summary>What is walked through is JSON exactly where System.Text.Json reads it: a step that took too much would send on what
/// nobody can read.</summary>
public sealed class JsonWalkTests
{
    private const string User =
        """{"schemas":["urn:a"], "id":"1","name":{"givenName":"A\u00e5\\\"n\/a","familyName":""},"n":[0,-1.5e+10,12E2,0.1],"active":true,"x":[null,false,[],{}], "a long name of more bytes":"and a value of more than sixteen"}""";

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData(" { \"a\" :\t[ 1 ,\r\n 2 ] } ")]
    [InlineData("\"text\"")]
    [InlineData("-0")]
    [InlineData("-0.0E-0")]
    [InlineData("1e5")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("[1")]
    [InlineData("[1,")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("[1}")]
    [InlineData("{,}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":1]")]
    [InlineData("{} {}")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("-a")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x1")]
    [InlineData("1_000")]
    [InlineData("NaN")]
    [InlineData("tru")]
    [InlineData("trueX")]
    [InlineData("True")]
    [InlineData("nul")]
    [InlineData("\"open")]
    [InlineData("\"a\u0001b\"")]
    [InlineData("\"a line\nfeed and then a good deal more\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u00E5\"")]
    [InlineData("\"\\")]
    [InlineData("\"\\\"")]
    [InlineData("\u0000")]
    [InlineData("{}\u0000")]
    [InlineData("{\u000b}")]
    [InlineData("// remark")]
    public void It_agrees_with_the_reader_of_the_framework(string text) => Agree(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void It_agrees_wherever_a_resource_breaks_off()
    {
        byte[] whole = Encoding.UTF8.GetBytes(User);
        for (int length = 0; length <= whole.Length; length++) Agree(whole.AsSpan(0, length));
    }

    [Fact]
    public void It_agrees_whatever_byte_of_a_resource_is_another()
    {
        byte[] whole = Encoding.UTF8.GetBytes(User);
        foreach (byte other in "\"\\{}[]:,0-1.eutfn \n\t\u0001a"u8.ToArray())
        {
            for (int at = 0; at < whole.Length; at++)
            {
                byte before = whole[at];
                whole[at] = other;
                Agree(whole);
                whole[at] = before;
            }
        }
    }

    [Theory]
    [InlineData(JsonWalk.MaxDepth)]
    [InlineData(JsonWalk.MaxDepth + 1)]
    public void It_goes_as_deep_as_the_reader(int depth)
    {
        Agree(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));
        Agree(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)));
    }

    [Fact]
    public void Members_are_told_with_their_names_and_values_in_order()
    {
        byte[] text = Encoding.UTF8.GetBytes(""" { "a" : 1 , "b\n":"x, }" ,"":[{}]}""");
        var told = new List<string>();
        int at = JsonWalk.Next(text, 0) + 1;
        for (bool any = false; (at = JsonWalk.NextMember(text, at, any, out var name)) >= 0; any = true)
        {
            int end = JsonWalk.EndOfValue(text, at, 1);
            told.Add($"{Encoding.UTF8.GetString(name.In(text))} {name.IsEscaped} {Encoding.UTF8.GetString(text[at..end])}");
            at = end;
        }

        Assert.Equal(["a False 1", "b\\n True \"x, }\"", " False [{}]"], told);
        Assert.Equal(text.Length, ~at);
    }

    private static void Agree(ReadOnlySpan<byte> text)
    {
        int end = JsonWalk.Next(text, JsonWalk.EndOfValue(text, JsonWalk.Next(text, 0), 0));
        bool isRead = IsRead(text);
        if (isRead != (end == text.Length)) Assert.Fail($"{(isRead ? "is" : "is not")} JSON: {Encoding.UTF8.GetString(text)}");
    }

    private static bool IsRead(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonWalk.MaxDepth });
        try
        {
            bool any = false;
            while (reader.Read()) any = true;
            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
