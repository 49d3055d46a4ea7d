using System.Text;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Tests.Messages;

public sealed class ErrorSentenceTests
{
    public static TheoryData<string, string> Cases => CaseTable.Read("Messages/sentences.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_sentence_is_found_in_every_shape_that_vendors_give_it(string body, string sentence) =>
        Assert.Equal(sentence, ErrorSentence.In(ScimJson.Parse(Encoding.UTF8.GetBytes(body), 32)) ?? "none");

    // the body | the path | the sentence
    [Theory]
    [InlineData("""{"error":{"code":7,"msg":" No\n team. "},"message":"Bad request"}""", "error.msg", "No team.")]
    [InlineData("""{"Error":{"MSG":"No team."}}""", "error.msg", "No team.")]
    [InlineData("""{"problems":[{"why":"No team."},{"why":7},"x",{"why":"No name."}]}""", "problems.why", "No team.; No name.")]
    [InlineData("""{"error":{"msg":{"message":"No team."}}}""", "error.msg", "No team.")]
    [InlineData("""{"error":{"msg":"<b>No</b> such user: <a href='/help'>help</a>."}}""", "error.msg", "No such user: help.")]
    [InlineData("""{"error":{"msg":"<h1>Bad gateway</h1>"}}""", "error.msg", "none")]
    [InlineData("""{"error":{"msg":"<b>No <script>alert(1)</script>"}}""", "error.msg", "none")]
    [InlineData("""{"error":{"msg":"<<b>script>alert(1)"}}""", "error.msg", "none")]
    [InlineData("""{"error":{"msg":"{\"a\":1}"}}""", "error.msg", "none")]
    [InlineData("""{"error":{"msg":7}}""", "error.msg", "none")]
    [InlineData("""{"error":"No team."}""", "error.msg", "none")]
    [InlineData("""["No team."]""", "error", "none")]
    public void The_sentence_is_found_where_a_path_of_names_leads(string body, string path, string sentence) =>
        Assert.Equal(sentence, ErrorSentence.At(ScimJson.Parse(Encoding.UTF8.GetBytes(body), 32), path.Split('.')) ?? "none");

    [Fact]
    public void A_long_sentence_is_cut_between_characters() =>
        Assert.Equal(new string('x', 499) + "…", ErrorSentence.Of(new string('x', 499) + "😀" + new string('y', 400)));
}
