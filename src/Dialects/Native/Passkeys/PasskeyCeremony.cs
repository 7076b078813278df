using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Operations.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Latchwork.Dialects.Native.Passkeys;

/// <summary>
/// The ceremonies as the framework has them. It is asked anew each time, with nothing but what is given: it looks nothing up, so that no fault of the database
/// can be taken for a wrong answer, and the request's own host and origin were looked at before (<see cref="PasskeyPlaces"/>).
/// </summary>
internal sealed class PasskeyCeremony : IPasskeyCeremony
{
    private const string Product = "Latchwork";

    private static readonly JsonDocumentOptions EachOnce = new() { AllowDuplicateProperties = false };

    /// <summary>Larger is no answer of a browser.</summary>
    private const int LongestAnswer = 64 * 1024;

    /// <summary>What the framework is told of the person is kept in clear until the answer comes, so their names go to the browser alone (KR-2).</summary>
    public async Task<PasskeyQuestion> AskForNewAsync(PasskeyPlace place, PasskeyOwner owner, IReadOnlyList<KnownPasskey> has)
    {
        using var given = new GivenPasskeys(owner.Handle, has);
        var asked = await Handler(place, given)
            .MakeCreationOptionsAsync(
                new PasskeyUserEntity
                {
                    Id = owner.Handle,
                    Name = owner.Handle,
                    DisplayName = owner.Handle,
                },
                new DefaultHttpContext()
            );
        var options = JsonNode.Parse(asked.CreationOptionsJson)!;
        options["rp"]!["name"] = Product;
        options["user"]!["name"] = owner.Account;
        options["user"]!["displayName"] = owner.DisplayName;
        return new PasskeyQuestion(options.ToJsonString(), asked.AttestationState!);
    }

    public async Task<PasskeyQuestion> AskForOneAsync(PasskeyPlace place, PasskeyOwner? owner, IReadOnlyList<KnownPasskey> has)
    {
        using var given = new GivenPasskeys(owner?.Handle, has);
        var asked = await Handler(place, given).MakeRequestOptionsAsync(owner is null ? null : given.Owner, new DefaultHttpContext());
        return new PasskeyQuestion(asked.RequestOptionsJson, asked.AssertionState!);
    }

    public async Task<MadePasskey?> MadeAsync(PasskeyPlace place, string kept, string answer)
    {
        using var given = new GivenPasskeys(handle: null, []);
        var made = await Handler(place, given)
            .PerformAttestationAsync(
                new PasskeyAttestationContext
                {
                    HttpContext = new DefaultHttpContext(),
                    CredentialJson = answer,
                    AttestationState = kept,
                }
            );
        return made is { Succeeded: true, Passkey: { } passkey } && answer.Length <= LongestAnswer
            ? new MadePasskey(
                passkey.CredentialId,
                new PasskeyMaterial(passkey.PublicKey, [.. (passkey.Transports ?? []).Where(IsTransport)], passkey.IsBackupEligible),
                passkey.SignCount
            )
            : null;
    }

    public byte[]? CredentialOf(string answer)
    {
        try
        {
            return
                JsonNode.Parse(answer, documentOptions: EachOnce)?["id"] is JsonValue id
                && id.TryGetValue<string>(out var text)
                && Base64Url.IsValid(text)
                ? Base64Url.DecodeFromChars(text)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The counter is the caller's to compare, in the transaction that writes it: the framework sees one that has counted nothing yet.</summary>
    public async Task<uint?> ShownAsync(PasskeyPlace place, string kept, PasskeyOwner owner, KnownPasskey known, string answer)
    {
        using var given = new GivenPasskeys(owner.Handle, [known]);
        var shown = await Handler(place, given)
            .PerformAssertionAsync(
                new PasskeyAssertionContext
                {
                    HttpContext = new DefaultHttpContext(),
                    CredentialJson = answer,
                    AssertionState = kept,
                }
            );
        return shown is { Succeeded: true, Passkey: { } passkey } ? passkey.SignCount : null;
    }

    /// <summary>Browsers may come to know others; a word that is none is not handed back to them.</summary>
    private static bool IsTransport(string word) => word.Length is > 0 and <= 20 && word.All(one => char.IsAsciiLetterLower(one) || one == '-');

    private static PasskeyHandler<PasskeyUser> Handler(PasskeyPlace place, GivenPasskeys given) =>
        new(
            given.Users,
            Options.Create(
                new IdentityPasskeyOptions
                {
                    ServerDomain = place.Host,
                    UserVerificationRequirement = "required",
                    // Without it the device could not be asked before anybody is known.
                    ResidentKeyRequirement = "required",
                    // Which make of device it is makes no difference here, and is nobody's business.
                    AttestationConveyancePreference = "none",
                    ValidateOrigin = asked =>
                        ValueTask.FromResult(!asked.CrossOrigin && string.Equals(asked.Origin, place.Origin, StringComparison.Ordinal)),
                }
            )
        );
}
