using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Dialects.Doordeck.Account;
using Latchwork.Dialects.Doordeck.Audit;
using Latchwork.Dialects.Doordeck.Auth;
using Latchwork.Dialects.Doordeck.Locks;
using Latchwork.Dialects.Doordeck.People;
using Latchwork.Dialects.Doordeck.Platform;
using Latchwork.Dialects.Doordeck.Sharing;
using Latchwork.Dialects.Doordeck.Sites;
using Latchwork.Dialects.Doordeck.Tiles;

namespace Latchwork.Dialects.Doordeck.Wire;

[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(TimeBody))]
[JsonSerializable(typeof(LogInBody))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(RenameBody))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(AskResetBody))]
[JsonSerializable(typeof(ResetBody))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(CheckBody))]
[JsonSerializable(typeof(StepUpBody))]
[JsonSerializable(typeof(ChainBody))]
[JsonSerializable(typeof(PersonKeyBody))]
[JsonSerializable(typeof(OneQueryBody))]
[JsonSerializable(typeof(ManyQueryBody))]
[JsonSerializable(typeof(FoundPersonBody[]))]
[JsonSerializable(typeof(ApplicationGivenBody))]
[JsonSerializable(typeof(ApplicationBody))]
[JsonSerializable(typeof(ApplicationBody[]))]
[JsonSerializable(typeof(UrlBody))]
[JsonSerializable(typeof(KidBody))]
[JsonSerializable(typeof(UserIdBody))]
[JsonSerializable(typeof(OwnerBody[]))]
[JsonSerializable(typeof(ApplicationUserBody[]))]
[JsonSerializable(typeof(ContentTypeBody))]
[JsonSerializable(typeof(UploadBody))]
[JsonSerializable(typeof(LockBody[]))]
[JsonSerializable(typeof(LockChange))]
[JsonSerializable(typeof(ShareableBody[]))]
[JsonSerializable(typeof(LockPersonBody[]))]
[JsonSerializable(typeof(PersonBody))]
[JsonSerializable(typeof(SiteBody[]))]
[JsonSerializable(typeof(SitePersonBody[]))]
[JsonSerializable(typeof(TileLockBody))]
[JsonSerializable(typeof(TileBody))]
[JsonSerializable(typeof(TileChange))]
[JsonSerializable(typeof(FirstEventBody[]))]
[JsonSerializable(typeof(EventBody[]))]
internal sealed partial class DoordeckJson : JsonSerializerContext
{
    private const int Depth = 16;

    /// <summary>
    /// Unknown members are ignored on every level, <c>type</c> above all; nulls are written (3). A member that is there twice is refused (AZ-10), and so is a
    /// null or nothing where a member must be.
    /// </summary>
    public static DoordeckJson Wire { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                AllowDuplicateProperties = false,
                RespectNullableAnnotations = true,
                RespectRequiredConstructorParameters = true,
                MaxDepth = Depth,
                Converters = { new StorableText() },
            }
        );
}
