using Kubexit.Configuration;

namespace Kubexit.Tests.Configuration;

public sealed class CommandLineWordsTests
{
    [Theory]
    [InlineData("cat /tmp/ready", "cat|/tmp/ready")]
    [InlineData("  a \t b\n c  ", "a|b|c")]
    [InlineData("sh -c 'echo \"$HOME\"; exit 3'", "sh|-c|echo \"$HOME\"; exit 3")]
    [InlineData("a \"b c\"d'e f' ''", "a|b cde f|")]
    [InlineData(@"a\ b \\ \'", @"a b|\|'")]
    [InlineData("""a "\" \$ \` \\ \n" """, """a|" $ ` \ \n""")]
    [InlineData("a 'back\\slash'", "a|back\\slash")]
    [InlineData("a \\\nb \"c\\\nd\"", "a|b|cd")]
    [InlineData("ls *.txt $HOME ~ | wc # x", "ls|*.txt|$HOME|~|||wc|#|x")]
    [InlineData("[ -f /tmp/ready ]", "[|-f|/tmp/ready|]")]
    [InlineData("""["sh", "-c", "exit 0"]""", "sh|-c|exit 0")]
    [InlineData(""" [ "a", "", "é\"" ] """, "a||é\"")]
    public void Parse_Command_SplitsWithoutExpanding(string text, string words)
    {
        var parsed = CommandLineWords.Parse(text);
        Assert.Null(parsed.Problem);
        Assert.Equal(words, string.Join('|', parsed.Value!));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("  ", "it is empty")]
    [InlineData("[]", "it is empty")]
    [InlineData("''", "its first word, the program, is empty")]
    [InlineData("""["", "x"]""", "its first word, the program, is empty")]
    [InlineData("a 'b", "the quote ' at position 3 is not closed")]
    [InlineData("a \"b\\\"", "the quote \" at position 3 is not closed")]
    [InlineData("a\\", "it ends in a backslash")]
    [InlineData("""["a", 1]""", "word 2 of the JSON array is not a string")]
    [InlineData("""["a", null]""", "word 2 of the JSON array is not a string")]
    [InlineData("""["a" """, "it begins like JSON but")]
    [InlineData("""["a"] b""", "it begins like JSON but")]
    [InlineData("[a, b]", "it begins like JSON but")]
    [InlineData("""["\ud800"]""", "it begins like JSON but")]
    [InlineData("""["a\u0000"]""", "a word contains a NUL character")]
    [InlineData("a\0b", "it contains a NUL character")]
    public void Parse_Mistake_SaysWhatIsWrong(string text, string problem) =>
        Assert.StartsWith(problem, CommandLineWords.Parse(text).Problem);
}
