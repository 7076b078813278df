using System.Text.Json.Nodes;
using Latchwork.Operations.Passkeys;

namespace Latchwork.Dialects.Native.Passkeys;

/// <summary>What a browser is to be asked for.</summary>
/// <param name="ChallengeId">Goes back with the answer, within five minutes; it is answered once.</param>
/// <param name="Options">As <c>PublicKeyCredential.parseCreationOptionsFromJSON</c> and <c>parseRequestOptionsFromJSON</c> take them.</param>
internal sealed record PasskeyQuestionBody(string ChallengeId, JsonObject Options)
{
    public static PasskeyQuestionBody Of(AskedPasskey asked) => new(asked.Challenge.ToString(), JsonNode.Parse(asked.Options)!.AsObject());

    public override string ToString() => nameof(PasskeyQuestionBody);
}

/// <param name="Credential">As <c>PublicKeyCredential.toJSON()</c> tells it.</param>
internal sealed record PasskeyAnswerBody(string ChallengeId, JsonObject Credential)
{
    public PasskeyAnswer Read() => PasskeyAnswers.Of(ChallengeId, Credential);

    public override string ToString() => nameof(PasskeyAnswerBody);
}

/// <param name="Credential">As <c>PublicKeyCredential.toJSON()</c> tells it.</param>
/// <param name="Name">What its owner calls it.</param>
internal sealed record NewPasskeyBody(string ChallengeId, JsonObject Credential, string Name)
{
    public PasskeyAnswer Read() => PasskeyAnswers.Of(ChallengeId, Credential);

    public override string ToString() => nameof(NewPasskeyBody);
}

internal static class PasskeyAnswers
{
    /// <summary>A challenge of another form was never asked.</summary>
    public static PasskeyAnswer Of(string challenge, JsonObject credential) =>
        new(Guid.TryParseExact(challenge, "D", out var id) ? id : Guid.Empty, credential.ToJsonString());
}

/// <summary>For the second factor of somebody whose password is known; absent: whoever has a passkey for this server.</summary>
internal sealed record PasskeyLogInBody(string Login, string Password)
{
    public override string ToString() => nameof(PasskeyLogInBody);
}

/// <param name="Host">Where it works: passkeys are for one host.</param>
/// <param name="LastUsedAt">Absent: not yet.</param>
internal sealed record PasskeyBody(string Id, string Name, string Host, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt)
{
    public static PasskeyBody Of(SeenPasskey seen) => new(seen.Id.ToString(), seen.Name, seen.Host, seen.MadeAt, seen.LastUsedAt);
}

/// <param name="Most">So many somebody can have.</param>
internal sealed record PasskeysBody(IReadOnlyList<PasskeyBody> Passkeys, int Most);

/// <param name="RecoveryCodes">Each works once in place of a second factor. Shown this once; none where those from before still hold.</param>
internal sealed record AddedPasskeyBody(PasskeyBody Passkey, IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => nameof(AddedPasskeyBody);
}

internal sealed record PasskeyNameBody(string Name);
