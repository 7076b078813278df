using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>Pictures of applications: an upload address for an owner, the upload, and the picture for everybody at the same path (11.3).</summary>
internal static class LogoEndpoints
{
    private const string Logo = $"{ApplicationEndpoints.One}/logo";
    private const string OneLogo = $"{Logo}/{{logoId}}";
    private const string Token = "token";

    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Named("ask to upload a logo", Noun.Application).MapPost(Logo, AskAsync);
        doordeck.Public("upload a logo", because: "The token of the address is the credential, and works once.").MapPut(OneLogo, PutAsync);
        doordeck.Public("show a logo", because: "Mails and log-in pages show it to anybody.").MapGet(OneLogo, ShowAsync);
    }

    private static Task<DoordeckAnswer> AskAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationLogos logos,
        ServerAddress address,
        CancellationToken cancel
    )
    {
        var type = TypeOf(given.Body(DoordeckJson.Wire.ContentTypeBody)?.ContentType);
        if (type is null)
        {
            given.Refuse("'contentType' must be image/png or image/jpeg.");
        }

        var id = ApplicationEndpoints.IdOf(applicationId);
        return given.AnswerAsync(
            () => logos.AskAsync(caller.Caller, id, type!.Value, cancel),
            upload => new UploadBody(
                ApplicationEndpoints.AddressOf(address, $"{ApplicationEndpoints.Applications}/{id.Text}/logo/{upload.LogoId}?{Token}={upload.Token}")
            ),
            DoordeckJson.Wire.UploadBody
        );
    }

    private static Task<DoordeckAnswer> PutAsync(
        string logoId,
        HttpContext http,
        DoordeckInput given,
        ApplicationLogos logos,
        CancellationToken cancel
    )
    {
        var token = given.Text(Token) ?? "";
        return given.AnswerAsync(
            () => logos.PutAsync(logoId, token, given.Bytes.ToArray(), RequestOrigins.Of(http), cancel),
            _ => DoordeckAnswer.EmptyObject
        );
    }

    private static async Task<IResult> ShowAsync(string logoId, ApplicationLogos logos, CancellationToken cancel) =>
        await logos.FindAsync(logoId, cancel) is { } picture ? new PictureAnswer(picture) : DoordeckAnswer.Refused(DoordeckErrors.UnknownPath);

    private static PictureType? TypeOf(string? contentType) =>
        contentType switch
        {
            PictureAnswer.Png => PictureType.Png,
            PictureAnswer.Jpeg => PictureType.Jpeg,
            _ => null,
        };
}

internal sealed record ContentTypeBody(string ContentType);

internal sealed record UploadBody(string UploadUrl)
{
    public override string ToString() => nameof(UploadBody);
}
