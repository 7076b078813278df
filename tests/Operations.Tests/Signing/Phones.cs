using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Tests.Notifications;
using Latchwork.Operations.Tests.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Tests.Signing;

/// <summary>A key that never leaves its phone.</summary>
internal sealed class PhoneKey : IDisposable
{
    private readonly Ed25519SigningKey key = Ed25519SigningKey.FromSeed(RandomNumberGenerator.GetBytes(32));

    public byte[] Public => key.PublicKey.ToArray();

    public byte[] Sign(string text) => key.Sign(Encoding.UTF8.GetBytes(text));

    public void Dispose() => key.Dispose();
}

/// <summary>People with phones, at the level of operations.</summary>
internal static class Phones
{
    /// <summary>The desk, logged in now.</summary>
    public static async Task<Caller> PhoneAsync(this House house) =>
        await house.CallerAsync((await house.LogInAsync("desk@example.com", Accounts.Password)).Value);

    public static Task<Outcome<CertifiedChain>> CertifyAsync(this House house, Caller by, PhoneKey key) =>
        house.Get<RegisterSigningKey>().RunAsync(by, key.Public, CancellationToken.None);
}

/// <summary>A node that mails codes into a folder.</summary>
internal sealed partial class StepUpNode : IDisposable
{
    private readonly MailOptions mail = MailHouse.InFolder();
    private readonly ServiceProvider node;

    public StepUpNode(House house) => node = house.NewMailNode(mail);

    public Task<Outcome<StepUpMethod>> AskAsync(Caller by, PhoneKey key) =>
        node.GetRequiredService<RequestStepUp>().RunAsync(by, key.Public, method: null, CancellationToken.None);

    /// <summary>The digits of a new code, out of its mail.</summary>
    public async Task<string> CodeAsync(Caller by, PhoneKey key)
    {
        Xunit.Assert.Null((await AskAsync(by, key)).Error);
        var newest = Directory.GetFiles(mail.Folder!).Max(StringComparer.Ordinal)!;
        return SixDigits().Match(await File.ReadAllTextAsync(newest)).Value;
    }

    public Task<Outcome<CertifiedChain>> CompleteAsync(Caller by, PhoneKey key, string code) =>
        node.GetRequiredService<CompleteStepUp>().RunAsync(by, key.Sign(code), CancellationToken.None);

    public void Dispose()
    {
        if (Directory.Exists(mail.Folder))
        {
            Directory.Delete(mail.Folder, recursive: true);
        }
    }

    [GeneratedRegex("[0-9]{6}", RegexOptions.None, 1000)]
    private static partial Regex SixDigits();
}
